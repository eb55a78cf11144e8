// A channel or a direct message, and the thread that is open beside it.
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icons";
import { type MessagePlace, Place } from "../shell/place";
import { dayOf, moment, sameDay } from "../shell/time";
import type { Conversation as Data, Desk, Message as Words } from "../types";
import type { Hands } from "./acting";
import { Blocks } from "./blocks";
import { Composer } from "./composer";
import { Message } from "./message";

interface Props {
  desk: Desk;
  conversation: Data;
  hands: Hands;
  report: (error: unknown) => void;
  thread: string | null;
  onThread: (ts: string | null) => void;
  onBack: () => void;
  led: MessagePlace | null;
}

export function Conversation({ desk, conversation, hands, report, thread, onThread, onBack, led }: Props) {
  const [tab, setTab] = useState<"messages" | "home">("messages");
  const app = conversation.kind === "app";
  useEffect(() => {
    setTab("messages");
    if (app) void hands.openHome("messages").catch(() => undefined);
  }, [conversation.key, desk.me]);
  useRead(conversation, hands);
  useLed(led?.channel === conversation.id ? led : null, () => setTab("messages"));

  const choose = (chosen: "messages" | "home") => {
    setTab(chosen);
    void hands.openHome(chosen).catch(report);
  };
  const name = conversation.kind === "channel" ? `#${conversation.name}` : conversation.name;
  return (
    <section class="conversation" aria-label={`Conversation: ${name}`}>
      <header class="pane-head">
        <button type="button" class="icon-button only-narrow" aria-label="Back to the conversations" onClick={onBack}>
          <Icon name="back" />
        </button>
        <div>
          <h2 tabIndex={-1} id="conversation-title">
            {name}
            {app && <span class="tag">App</span>}
          </h2>
          {conversation.topic && <p class="topic">{conversation.topic}</p>}
        </div>
        {app && desk.homeEnabled && (
          <div class="tabs" role="group" aria-label="Of this app">
            <button type="button" aria-pressed={tab === "home"} onClick={() => choose("home")}>
              Home
            </button>
            <button type="button" aria-pressed={tab === "messages"} onClick={() => choose("messages")}>
              Messages
            </button>
          </div>
        )}
      </header>
      {tab === "home" ? (
        <Home desk={desk} hands={hands} report={report} />
      ) : (
        <Messages desk={desk} conversation={conversation} hands={hands} report={report} thread={thread} onThread={onThread} name={name} />
      )}
    </section>
  );
}

function Home({ desk, hands, report }: Pick<Props, "desk" | "hands" | "report">) {
  const home = desk.home;
  if (!home) return <p class="empty">This app has nothing on its Home tab yet.</p>;
  return (
    <div class="scroll home" tabIndex={0} role="group" aria-label="Home tab">
      <Blocks
        blocks={home.blocks}
        using={{ act: (element, block, chosen) => hands.click({ view: home.id }, element, block, chosen).catch(report) }}
      />
    </div>
  );
}

function Messages({ desk, conversation, hands, report, onThread, name }: Omit<Props, "onBack" | "led"> & { name: string }) {
  const tops = conversation.messages.filter((message) => !message.thread || message.thread === message.ts);
  const scroll = useFollowed(conversation.key, tops.length, lengthOf(tops.at(-1)), tops.at(-1)?.user === desk.me);
  const firstNew = useFirstNew(conversation, desk.me);
  return (
    <>
      <div class="scroll" ref={scroll} tabIndex={0} role="group" aria-label={`Messages in ${name}`}>
        {tops.length === 0 && <Empty conversation={conversation} />}
        {tops.map((message, index) => (
          <div key={message.ts} class="entry">
            <Divider message={message} previous={tops[index - 1]} isNew={message.ts === firstNew} />
            <Message
              message={message}
              author={desk.people.find((person) => person.id === message.user)}
              conversation={conversation.id}
              replies={repliesTo(conversation, message.ts)}
              hands={hands}
              report={report}
              onThread={() => onThread(message.ts)}
            />
          </div>
        ))}
        {conversation.status && <p class="status">{conversation.status}</p>}
      </div>
      {conversation.prompts.length > 0 && (
        <Prompts conversation={conversation} ask={(text) => hands.say(conversation.id, text, null).catch(report)} />
      )}
      <Composer
        key={`${desk.me}:${conversation.key}`}
        label={`Write to ${name}`}
        commands={desk.commands}
        send={(text) => sendWords(desk, conversation.id, null, text, hands, report)}
      />
    </>
  );
}

export function Thread({ desk, conversation, hands, report, thread, onThread }: Omit<Props, "onBack" | "led">) {
  const head = useRef<HTMLHeadingElement>(null);
  const parent = conversation.messages.find((message) => message.ts === thread);
  const replies = thread ? repliesTo(conversation, thread) : [];
  const scroll = useFollowed(thread ?? "", replies.length, lengthOf(replies.at(-1)), replies.at(-1)?.user === desk.me);
  if (!parent || !thread) return null;
  const message = (words: Words) => (
    <Message
      key={words.ts}
      message={words}
      author={desk.people.find((person) => person.id === words.user)}
      conversation={conversation.id}
      hands={hands}
      report={report}
    />
  );
  return (
    <section class="thread" aria-label="Thread">
      <header class="pane-head">
        <h2 ref={head}>Thread</h2>
        <button type="button" class="icon-button" aria-label="Close the thread" onClick={() => onThread(null)}>
          <Icon name="close" />
        </button>
      </header>
      <div class="scroll" ref={scroll} tabIndex={0} role="group" aria-label="Messages of the thread">
        {message(parent)}
        <p class="reply-count">{replies.length === 1 ? "1 reply" : `${replies.length} replies`}</p>
        {replies.map(message)}
        {conversation.status && <p class="status">{conversation.status}</p>}
      </div>
      <Composer
        key={thread}
        label="Reply in the thread"
        commands={[]}
        send={(text) => sendWords(desk, conversation.id, thread, text, hands, report)}
      />
    </section>
  );
}

async function sendWords(
  desk: Desk,
  conversation: string,
  thread: string | null,
  text: string,
  hands: Hands,
  report: (error: unknown) => void,
): Promise<boolean> {
  const [word = "", ...rest] = text.split(" ");
  const command = desk.commands.find((known) => known.command === word);
  try {
    if (command && !thread) await hands.command(conversation, command.command, rest.join(" "));
    else await hands.say(conversation, text, thread);
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}

function Divider({ message, previous, isNew }: { message: Words; previous: Words | undefined; isNew: boolean }) {
  const { now } = useContext(Place);
  const day = moment(message.ts);
  const newDay = !previous || !sameDay(moment(previous.ts), day);
  return (
    <>
      {newDay && <p class="day"><span>{dayOf(day, now)}</span></p>}
      {isNew && <p class="new-line"><span>New</span></p>}
    </>
  );
}

function Empty({ conversation }: { conversation: Data }) {
  return (
    <div class="empty">
      <p>
        {conversation.kind === "app"
          ? "Nothing here yet. When an order waits for this person, its card arrives here. Ask what you like about purchases."
          : "Nobody wrote anything here yet."}
      </p>
    </div>
  );
}

function Prompts({ conversation, ask }: { conversation: Data; ask: (text: string) => Promise<void> }) {
  return (
    <p class="prompts" role="group" aria-label="Things to ask">
      {conversation.prompts.map((prompt) => (
        <button key={prompt.title} type="button" class="button" onClick={() => void ask(prompt.message)}>
          {prompt.title}
        </button>
      ))}
    </p>
  );
}

function repliesTo(conversation: Data, ts: string): Words[] {
  return conversation.messages.filter((message) => message.thread === ts && message.ts !== ts);
}

function lengthOf(message: Words | undefined): number {
  return message ? JSON.stringify(message).length : 0;
}

/** Stays at the end while the reader is there; goes there when the conversation is opened and when the reader writes. */
function useFollowed(id: string, count: number, last: number, mine: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    atEnd.current = true;
  }, [id]);
  useLayoutEffect(() => {
    if (mine) atEnd.current = true;
  }, [count]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    let width = element.clientWidth;
    const look = () => {
      if (element.clientWidth !== width) return; // moved by the browser, not by the reader
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 120;
    };
    // A thread that opens beside it makes the conversation narrower and so longer.
    const resized = new ResizeObserver(() => {
      width = element.clientWidth;
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    resized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [id, count, last]);
  return box;
}

/** The first message that was unread when the conversation was opened. */
function useFirstNew(conversation: Data, me: string): string | null {
  const [first, setFirst] = useState<string | null>(null);
  useLayoutEffect(() => {
    const unread = conversation.messages.find((message) => message.ts > conversation.read && message.user !== me && !message.ephemeral);
    setFirst(conversation.unread ? (unread?.ts ?? null) : null);
  }, [conversation.key, me]);
  return first;
}

/** Turns to the message that a link leads to, once it is drawn. */
function useLed(led: MessagePlace | null, turn: () => void) {
  const done = useRef<MessagePlace | null>(null);
  useEffect(() => {
    if (!led || led === done.current) return;
    done.current = led;
    turn();
    const timer = window.setTimeout(() => {
      const message = document.querySelector<HTMLElement>(`[data-ts="${CSS.escape(led.ts)}"]`);
      message?.scrollIntoView({ block: "start" });
      message?.focus({ preventScroll: true });
    }, 50);
    return () => window.clearTimeout(timer);
  }, [led]);
}

/** Tells that everything in here was seen, while the page is looked at. */
function useRead(conversation: Data, hands: Hands) {
  const last = conversation.messages.at(-1)?.ts ?? "";
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState === "visible" && conversation.unread > 0 && last) {
        void hands.read(conversation.id, last).catch(() => undefined);
      }
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [conversation.id, conversation.unread, last, hands]);
}
