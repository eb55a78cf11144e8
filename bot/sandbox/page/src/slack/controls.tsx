// Buttons and menus inside messages, modals and the Home tab.
import { useContext, useState } from "preact/hooks";
import { messageAt, Place } from "../shell/place";
import type { Block, Confirm, Element, Option } from "../types";
import { Dialog } from "../shell/dialog";
import { type Using, Words } from "./blocks";
import { safeAddress } from "./mrkdwn";

interface Props {
  element: Element;
  block: Block;
  using: Using;
}

export function Control({ element, block, using }: Props) {
  switch (element.type) {
    case "button":
      return <Button element={element} block={block} using={using} />;
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return <Choice element={element} block={block} using={using} />;
    case "overflow":
      return <Overflow element={element} block={block} using={using} />;
    case "feedback_buttons":
      return <Verdict element={element} block={block} using={using} />;
    case "image":
      return <span class="b-noimage">{element.alt_text ?? "image"}</span>;
    default:
      return <span class="b-unknown">The demo cannot draw a control of type “{element.type}”.</span>;
  }
}

/** Does one thing at a time, and asks first where the element says so. */
function useAsking(element: Element, block: Block, using: Using) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<{ chosen: string[] | undefined } | null>(null);

  const act = async (chosen?: string[]) => {
    setAsking(null);
    setBusy(true);
    try {
      await using.act(element, block, chosen);
    } finally {
      setBusy(false);
    }
  };
  const start = (chosen?: string[]) => {
    if (element.confirm) setAsking({ chosen });
    else void act(chosen);
  };
  const dialog = asking && element.confirm && (
    <Sure confirm={element.confirm} yes={() => void act(asking.chosen)} no={() => setAsking(null)} />
  );
  return { busy, start, dialog };
}

function Button({ element, block, using }: Props) {
  const { busy, start, dialog } = useAsking(element, block, using);
  const words = element.text ?? "";
  const look = `button ${element.style === "primary" ? "is-primary" : element.style === "danger" ? "is-danger" : ""}`;
  const { show } = useContext(Place);
  const address = element.url ? safeAddress(element.url) : null;
  const message = address ? messageAt(address) : null;
  if (message) {
    return (
      <button
        type="button"
        class={look}
        aria-label={element.accessibility_label}
        onClick={() => {
          start();
          show(message);
        }}
      >
        <Words text={words} />
      </button>
    );
  }
  if (address) {
    return (
      <a class={look} href={address} target="_blank" rel="noopener noreferrer" onClick={() => start()}>
        <Words text={words} />
        <span class="hidden"> (opens in a new tab)</span>
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        class={look}
        aria-label={element.accessibility_label}
        aria-disabled={busy}
        aria-busy={busy}
        onClick={() => busy || start()}
      >
        <Words text={words} />
      </button>
      {dialog}
    </>
  );
}

/** Whether an answer was good: two small buttons, of which the pressed one stays so. */
function Verdict({ element, block, using }: Props) {
  const { busy, start } = useAsking(element, block, using);
  const [given, setGiven] = useState("");
  const halves = [
    { half: element.positive_button, sign: "👍" },
    { half: element.negative_button, sign: "👎" },
  ];
  return (
    <>
      {halves.map(
        ({ half, sign }) =>
          half && (
            <button
              key={half.value}
              type="button"
              class="verdict"
              aria-label={half.accessibility_label ?? half.text.text}
              aria-pressed={given === half.value}
              aria-disabled={busy}
              title={half.text.text}
              onClick={() => {
                if (busy) return;
                setGiven(half.value);
                start([half.value]);
              }}
            >
              <span aria-hidden="true">{sign}</span>
            </button>
          ),
      )}
    </>
  );
}

function Choice({ element, block, using }: Props) {
  const { busy, start, dialog } = useAsking(element, block, using);
  return (
    <>
      <select
        class="select"
        aria-label={element.placeholder?.text ?? "Choose"}
        disabled={busy}
        value={element.initial_option?.value ?? ""}
        onChange={(event) => start([event.currentTarget.value])}
      >
        <Options element={element} />
      </select>
      {dialog}
    </>
  );
}

function Overflow({ element, block, using }: Props) {
  const { busy, start, dialog } = useAsking(element, block, using);
  return (
    <>
      <select class="select is-overflow" aria-label="More" disabled={busy} value="" onChange={(event) => start([event.currentTarget.value])}>
        <option value="" disabled hidden>
          More…
        </option>
        {element.options?.map((option) => <OptionRow key={option.value} option={option} />)}
      </select>
      {dialog}
    </>
  );
}

/** The options of a menu, in groups where it has groups. */
export function Options({ element }: { element: Element }) {
  return (
    <>
      <option value="" disabled hidden>
        {element.placeholder?.text ?? "Choose"}
      </option>
      {element.options?.map((option) => <OptionRow key={option.value} option={option} />)}
      {element.option_groups?.map((group) => (
        <optgroup key={group.label.text} label={group.label.text}>
          {group.options.map((option) => <OptionRow key={option.value} option={option} />)}
        </optgroup>
      ))}
    </>
  );
}

function OptionRow({ option }: { option: Option }) {
  return <option value={option.value}>{option.text.text}</option>;
}

function Sure({ confirm, yes, no }: { confirm: Confirm; yes: () => void; no: () => void }) {
  return (
    <Dialog
      title={confirm.title.text}
      onClose={no}
      footer={
        <>
          <button type="button" class="button" onClick={no}>
            {confirm.deny.text}
          </button>
          <button type="button" class={`button is-${confirm.style ?? "primary"}`} onClick={yes}>
            {confirm.confirm.text}
          </button>
        </>
      }
    >
      <p class="b-text">
        <Words text={confirm.text} />
      </p>
    </Dialog>
  );
}
