// One message: who, when, what, and what hangs on it.
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../shell/avatar";
import { Icon } from "../shell/icons";
import { Place } from "../shell/place";
import { inFull, moment, timeOf } from "../shell/time";
import type { Message as Data, Person } from "../types";
import type { Hands } from "./acting";
import { Blocks } from "./blocks";
import { Mrkdwn } from "./mrkdwn";

interface Props {
  message: Data;
  author: Person | undefined;
  conversation: string;
  replies?: Data[];
  hands: Hands;
  report: (error: unknown) => void;
  onThread?: () => void;
}

export function Message({ message, author, conversation, replies = [], hands, report, onThread }: Props) {
  const { now } = useContext(Place);
  const [dismissed, setDismissed] = useState(false);
  const item = useFocusKept();
  const at = moment(message.ts);
  if (dismissed) return null;
  return (
    <article
      ref={item}
      tabIndex={-1}
      class={`message ${message.ephemeral ? "is-ephemeral" : ""}`}
      aria-label={`${author?.name ?? "Somebody"}, ${timeOf(at)}${message.ephemeral ? ", only visible to you" : ""}`}
      data-ts={message.ts}
    >
      <Avatar person={author} />
      <div class="message-body">
        {message.ephemeral && (
          <p class="only-you">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        <p class="message-head">
          <strong>{author?.name ?? message.user}</strong>
          {author?.bot && <span class="tag">App</span>}
          <time dateTime={at.toISOString()} title={inFull(at)}>
            {timeOf(at)}
          </time>
          {message.edited && <span class="edited">(edited)</span>}
        </p>
        {message.blocks.length > 0 ? (
          <div class="blocks">
            <Blocks
              blocks={message.blocks}
              using={{
                act: (element, block, chosen) =>
                  hands.click({ channel: conversation, ts: message.ts }, element, block, chosen).catch(report),
              }}
            />
          </div>
        ) : (
          <div class="b-text">
            <Mrkdwn text={message.text} />
          </div>
        )}
        {message.ephemeral && (
          <button type="button" class="link" onClick={() => setDismissed(true)}>
            Dismiss
          </button>
        )}
        {onThread && !message.ephemeral && (replies.length > 0 ? (
          <button type="button" class="replies" onClick={onThread}>
            {replies.length === 1 ? "1 reply" : `${replies.length} replies`}
            <span class="replies-last">last at {lastReply(replies, now)}</span>
          </button>
        ) : (
          <button type="button" class="link reply" onClick={onThread}>
            Reply in thread
          </button>
        ))}
      </div>
    </article>
  );
}

function lastReply(replies: Data[], now: Date): string {
  const last = replies[replies.length - 1];
  return timeOf(last ? moment(last.ts) : now);
}

/** When the control that has the focus goes away (the card was decided), the focus stays with its message. */
function useFocusKept() {
  const item = useRef<HTMLElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    const element = item.current;
    const enter = () => (inside.current = true);
    const leave = (event: FocusEvent) => {
      if (event.relatedTarget !== null) inside.current = false;
    };
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !element?.contains(event.target)) inside.current = false;
    };
    element?.addEventListener("focusin", enter);
    element?.addEventListener("focusout", leave);
    document.addEventListener("pointerdown", elsewhere);
    return () => {
      element?.removeEventListener("focusin", enter);
      element?.removeEventListener("focusout", leave);
      document.removeEventListener("pointerdown", elsewhere);
    };
  }, []);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) item.current?.focus({ preventScroll: true });
  });
  return item;
}
