// The whole page: who one is, what one reads, and the world around it.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { call, Refused, useLive } from "../live";
import { Hands } from "../slack/acting";
import { Conversation, Thread } from "../slack/conversation";
import { Modal } from "../slack/modal";
import { People, Sidebar } from "../slack/sidebar";
import type { Desk, Json, Snapshot } from "../types";
import { Order } from "../world/order";
import { WorldPanel } from "../world/panel";
import { Dialog } from "./dialog";
import { DONE, Hints, useHints } from "./hints";
import { Icon } from "./icons";
import { type MessagePlace, Place } from "./place";
import { ThemeSwitch } from "./theme";
import { moment, tellTimeIn } from "./time";

type Pane = "list" | "talk" | "world";

export function App() {
  const [me, setMe] = useState(() => new URLSearchParams(location.search).get("as") ?? "");
  const live = useLive(me);
  const snapshot = live.snapshot;
  const { notice, tell, report } = useNotice();
  const [led, setLed] = useState<MessagePlace | null>(null);

  const choose = useCallback((id: string, handle: string) => {
    setMe(id);
    const address = new URL(location.href);
    address.searchParams.set("as", handle);
    history.replaceState(null, "", address);
  }, []);
  useEffect(() => {
    if (live.returns) tell("The demo was started again. You see it as it is now.");
  }, [live.returns]);

  if (!snapshot) {
    return (
      <main class="waiting">
        <p role="status">{live.link === "lost" ? "The demo does not answer. It is tried again every other second…" : "One moment…"}</p>
      </main>
    );
  }
  return (
    <Place.Provider value={{ ...whereabouts(snapshot), show: setLed }}>
      <Shell snapshot={snapshot} lost={live.link === "lost"} choose={choose} tell={tell} report={report} led={led} />
      <div class="toast" role="status">
        {notice && <p>{notice}</p>}
      </div>
    </Place.Provider>
  );
}

interface ShellProps {
  snapshot: Snapshot;
  lost: boolean;
  choose: (id: string, handle: string) => void;
  tell: (words: string) => void;
  report: (error: unknown) => void;
  /** The message that a link was last followed to: a new object for each time. */
  led: MessagePlace | null;
}

function Shell({ snapshot, lost, choose, tell, report, led }: ShellProps) {
  const { desk, world, actors } = snapshot;
  const [openId, setOpenId] = useState("");
  const [thread, setThread] = useState<string | null>(null);
  const [pane, setPane] = useState<Pane>("talk");
  const [orderId, setOrderId] = useState<number | null>(null);
  const [hint, setHint] = useHints();
  const hands = useMemo(() => new Hands(desk.me), [desk.me]);
  const conversation =
    desk.conversations.find((known) => openId === known.key || openId === known.id) ??
    desk.conversations.find((known) => known.kind === "app") ??
    desk.conversations[0];
  useAnswersOpened(desk, conversation?.key ?? "", thread, setThread);
  useEffect(() => setThread(null), [desk.me, conversation?.key]);
  useEffect(() => {
    if (!led) return;
    setOpenId(led.channel);
    setPane("talk");
  }, [led]);
  useEffect(() => {
    const unread = actors.find((actor) => actor.id === desk.me)?.unread ?? 0;
    document.title = `${unread ? `(${unread}) ` : ""}Procurement desk · demo`;
  });

  const show = (id: string) => {
    setOpenId(id);
    setPane("talk");
    requestAnimationFrame(() => document.getElementById("conversation-title")?.focus());
  };
  const act = async (path: string, body: { [name: string]: Json }) => {
    try {
      const told = await call<{ said?: string }>(path, body);
      if (told.said) tell(told.said);
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };

  return (
    <div class={`shell shows-${pane} ${thread ? "has-thread" : ""}`}>
      <a class="skip" href="#conversation-title">
        Skip to the conversation
      </a>
      <header class="top">
        <h1>
          <span class="logo" aria-hidden="true">
            <Icon name="bot" />
          </span>
          Procurement desk <span>demo</span>
        </h1>
        <p class="top-about">A sandbox Slack and a sandbox Odoo, with the real bot in between. Nothing leaves this machine.</p>
        {hint >= DONE && (
          <button type="button" class="icon-button" aria-label="Show the hints" title="Show the hints" onClick={() => setHint(0)}>
            <Icon name="help" />
          </button>
        )}
        <ThemeSwitch />
      </header>
      {lost && (
        <p class="banner" role="alert">
          The demo does not answer. Connecting again…
        </p>
      )}
      <Hints key={hint >= DONE ? "done" : "on"} snapshot={snapshot} step={hint} onStep={setHint} />
      <People actors={actors} me={desk.me} onChoose={(id) => choose(id, actors.find((actor) => actor.id === id)?.handle ?? id)} />
      <Sidebar desk={desk} actor={actors.find((actor) => actor.id === desk.me)} open={conversation?.key ?? ""} onOpen={show} />
      <main class="talk">
        {conversation && (
          <Conversation
            desk={desk}
            conversation={conversation}
            hands={hands}
            report={report}
            thread={thread}
            onThread={setThread}
            onBack={() => setPane("list")}
            led={led}
          />
        )}
        {conversation && thread && (
          <Thread desk={desk} conversation={conversation} hands={hands} report={report} thread={thread} onThread={setThread} />
        )}
      </main>
      <WorldPanel world={world} report={report} tell={tell} onOrder={setOrderId} />
      <PaneSwitch pane={pane} onPane={setPane} />
      {desk.views.map((view) => (
        <Modal key={view.id} view={view} hands={hands} report={report} />
      ))}
      {orderId !== null && (
        <Dialog
          wide
          title={world.orders.find((order) => order.id === orderId)?.name ?? "Order"}
          onClose={() => setOrderId(null)}
          footer={
            <a class="button" href={`/odoo/purchase-orders/${orderId}`} target="_blank" rel="noopener">
              Open on its own page
            </a>
          }
        >
          <Order id={orderId} world={world} act={act} />
        </Dialog>
      )}
      <Announcer desk={desk} />
    </div>
  );
}

/** On a narrow screen one part is shown at a time. */
function PaneSwitch({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  const panes: [Pane, string, "hash" | "bot" | "world"][] = [
    ["list", "Conversations", "hash"],
    ["talk", "Messages", "bot"],
    ["world", "World", "world"],
  ];
  return (
    <nav class="panes only-narrow" aria-label="Parts of the page">
      {panes.map(([id, label, icon]) => (
        <button key={id} type="button" aria-current={pane === id ? "true" : undefined} onClick={() => onPane(id)}>
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}

/** Says new messages to those who listen rather than look. */
function Announcer({ desk }: { desk: Desk }) {
  const seen = useRef<{ me: string; ts: Set<string> } | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const known = seen.current?.me === desk.me ? seen.current.ts : null;
    const now = new Set<string>();
    const fresh: string[] = [];
    for (const conversation of desk.conversations) {
      for (const message of conversation.messages) {
        const key = `${conversation.id}:${message.ts}`;
        now.add(key);
        if (!known || known.has(key) || message.user === desk.me) continue;
        const author = desk.people.find((person) => person.id === message.user)?.name ?? "Somebody";
        fresh.push(`${message.ephemeral ? "Only visible to you. " : ""}${author} in ${conversation.name}: ${message.text}`);
      }
    }
    seen.current = { me: desk.me, ts: now };
    if (fresh.length) setWords(fresh.slice(-3).join(". "));
  });
  return (
    <p class="hidden" aria-live="polite">
      {words}
    </p>
  );
}

/** Opens the thread in which the bot answers what was just written. */
function useAnswersOpened(desk: Desk, open: string, thread: string | null, setThread: (ts: string) => void) {
  const counted = useRef<{ key: string; count: number } | null>(null);
  const messages = desk.conversations.find((conversation) => conversation.key === open)?.messages ?? [];
  const replies = messages.filter((message) => message.thread && message.thread !== message.ts && message.user !== desk.me);
  const key = `${desk.me}:${open}`;
  const wide = matchMedia("(min-width: 1001px)").matches;
  useEffect(() => {
    const before = counted.current;
    counted.current = { key, count: replies.length };
    const last = replies.at(-1);
    if (!before || before.key !== key || replies.length <= before.count || !last?.thread || !wide) return;
    if (thread && last.thread <= thread) return;
    const parent = messages.find((message) => message.ts === last.thread);
    if (parent?.user === desk.me) setThread(last.thread);
  }, [key, replies.length]);
}

function whereabouts({ desk, world }: Snapshot) {
  const latest = desk.conversations.flatMap((conversation) => conversation.messages.map((message) => message.ts)).sort().at(-1);
  const now = new Date(world.now);
  tellTimeIn(world.zone);
  return {
    people: desk.people.filter((person) => !person.bot).map(({ id, name }) => ({ id, name })),
    now: latest && moment(latest) > now ? moment(latest) : now,
    nameOf: (id: string) => desk.people.find((person) => person.id === id)?.name ?? null,
    channelName: (id: string) => desk.conversations.find((conversation) => conversation.id === id)?.name ?? null,
  };
}

/** One short sentence at a time at the foot of the page. */
export function useNotice() {
  const [notice, setNotice] = useState("");
  const timer = useRef(0);
  const tell = useCallback((words: string) => {
    setNotice(words);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setNotice(""), 6000);
  }, []);
  const report = useCallback(
    (error: unknown) => tell(error instanceof Refused ? error.message : "Something went wrong. Please try again."),
    [tell],
  );
  return { notice, tell, report };
}
