// Where a person types: Enter sends, Shift+Enter makes a new line, a slash offers the commands.
import { useId, useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icons";
import type { Command } from "../types";

interface Props {
  label: string;
  commands: Command[];
  send: (text: string) => Promise<boolean>;
}

export function Composer({ label, commands, send }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useId();
  const offered = text.startsWith("/")
    ? commands.filter((command) => command.command.startsWith(text.split(/\s/, 1)[0] ?? "") && !text.startsWith(`${command.command} `))
    : [];

  const submit = async () => {
    const words = text.trim();
    if (!words || busy) return;
    setBusy(true);
    if (await send(words)) setText("");
    setBusy(false);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Tab" && !event.shiftKey && offered[0] && text !== offered[0].command) {
      event.preventDefault();
      setText(`${offered[0].command} `);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {offered.length > 0 && (
        <ul class="commands" id={`${id}-commands`} aria-label="Commands">
          {offered.map((command) => (
            <li key={command.command}>
              <button
                type="button"
                onClick={() => {
                  setText(`${command.command} `);
                  box.current?.focus();
                }}
              >
                <strong>
                  {command.command} <span>{command.usage}</span>
                </strong>
                <span>{command.description}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={box}
        rows={Math.min(6, text.split("\n").length)}
        value={text}
        aria-label={label}
        aria-describedby={offered.length ? `${id}-commands` : undefined}
        placeholder={label}
        maxLength={4000}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="icon-button" aria-label="Send" aria-disabled={!text.trim() || busy}>
        <Icon name="send" />
      </button>
    </form>
  );
}
