// Questions in modals: labelled controls whose values `readValues` picks up when the form is sent.
import type { ComponentProps } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { Place } from "../shell/place";
import type { Block, Element, Json, Option } from "../types";
import { Options } from "./controls";

type Values = { [block: string]: { [action: string]: { [name: string]: Json } } };

export function Input({ block, error }: { block: Block; error?: string | undefined }) {
  const element = block.element;
  if (!element) return null;
  const id = `input-${block.block_id ?? ""}`;
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  const group = element.type === "checkboxes" || element.type === "radio_buttons";
  const shared = {
    id,
    "data-block": block.block_id ?? "",
    "data-action": element.action_id ?? "",
    "data-type": element.type,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
    "aria-required": block.optional ? undefined : true,
  } as const;
  const label = (
    <>
      {block.label?.text}
      {block.optional && <span class="optional"> (optional)</span>}
    </>
  );
  return (
    <div class={`b-input ${error ? "has-error" : ""}`}>
      {group ? (
        <fieldset {...shared}>
          <legend>{label}</legend>
          <Ticks element={element} id={id} />
        </fieldset>
      ) : (
        <>
          <label for={id}>{label}</label>
          <Field element={element} shared={shared} />
        </>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {block.hint && (
        <p class="hint" id={`${id}-hint`}>
          {block.hint.text}
        </p>
      )}
    </div>
  );
}

const KINDS: Record<string, string> = {
  number_input: "number",
  email_text_input: "email",
  url_text_input: "url",
  datepicker: "date",
  timepicker: "time",
};

function Field({ element, shared }: { element: Element; shared: Record<string, unknown> }) {
  if (element.type === "static_select" || element.type === "multi_static_select") {
    return <Menu element={element} shared={shared} />;
  }
  if (element.type === "users_select") return <PeopleMenu element={element} shared={shared} />;
  if (element.type === "plain_text_input" && element.multiline) {
    return (
      <textarea
        class="text"
        rows={Math.min(14, Math.max(4, (element.initial_value ?? "").split("\n").length + 1))}
        {...shared}
        defaultValue={element.initial_value ?? ""}
        placeholder={element.placeholder?.text}
        minLength={element.min_length}
        maxLength={element.max_length}
      />
    );
  }
  const typed = {
    ...shared,
    type: KINDS[element.type] ?? "text",
    class: "text",
    defaultValue: element.initial_value ?? element.initial_date ?? element.initial_time ?? "",
    placeholder: element.placeholder?.text,
    step: element.is_decimal_allowed ? "any" : undefined,
    maxLength: element.max_length,
  };
  return <input {...(typed as ComponentProps<"input">)} />;
}

/** Begins with what the app chose, and from then on is the person's: drawn again after a refusal, it keeps their choice. */
function Menu({ element, shared }: { element: Element; shared: Record<string, unknown> }) {
  const menu = useRef<HTMLSelectElement>(null);
  const several = element.type === "multi_static_select";
  useLayoutEffect(() => {
    const first = several ? (element.initial_options ?? []).map((o) => o.value) : [element.initial_option?.value ?? ""];
    for (const option of menu.current?.options ?? []) option.selected = first.includes(option.value);
  }, []);
  return (
    <select ref={menu} class="select" {...shared} multiple={several}>
      <Options element={element} />
    </select>
  );
}

function PeopleMenu({ element, shared }: { element: Element; shared: Record<string, unknown> }) {
  const { people } = useContext(Place);
  return (
    <select class="select" {...shared} defaultValue="">
      <option value="">{element.placeholder?.text ?? "Choose somebody"}</option>
      {people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
        </option>
      ))}
    </select>
  );
}

function Ticks({ element, id }: { element: Element; id: string }) {
  const several = element.type === "checkboxes";
  const chosen = new Set((several ? element.initial_options : element.initial_option ? [element.initial_option] : [])?.map((o) => o.value));
  return (
    <>
      {element.options?.map((option) => (
        <label key={option.value} class="tick">
          <input type={several ? "checkbox" : "radio"} name={id} value={option.value} defaultChecked={chosen.has(option.value)} />
          <span>
            {option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </>
  );
}

/** The state of a modal's inputs, as Slack tells it to an app. */
export function readValues(form: HTMLFormElement, blocks: Block[]): Values {
  const values: Values = {};
  for (const block of blocks) {
    const element = block.element;
    if (block.type !== "input" || !element || !block.block_id || !element.action_id) continue;
    const control = form.querySelector<HTMLElement>(`[data-block="${CSS.escape(block.block_id)}"]`);
    if (control) values[block.block_id] = { [element.action_id]: { type: element.type, ...read(control, element) } };
  }
  return values;
}

function read(control: HTMLElement, element: Element): { [name: string]: Json } {
  const options = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
  const named = (value: string): Json => (options.find((option) => option.value === value) as Option & Json) ?? null;
  switch (element.type) {
    case "static_select":
      return { selected_option: named((control as HTMLSelectElement).value) };
    case "multi_static_select":
      return { selected_options: [...(control as HTMLSelectElement).selectedOptions].map((option) => named(option.value)) };
    case "checkboxes":
      return { selected_options: ticked(control).map(named) };
    case "radio_buttons":
      return { selected_option: named(ticked(control)[0] ?? "") };
    case "users_select":
      return { selected_user: (control as HTMLSelectElement).value || null };
    case "datepicker":
      return { selected_date: (control as HTMLInputElement).value || null };
    case "timepicker":
      return { selected_time: (control as HTMLInputElement).value || null };
    default:
      return { value: (control as HTMLInputElement).value || null };
  }
}

function ticked(control: HTMLElement): string[] {
  return [...control.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => input.value);
}
