// The people to act as, and the conversations of the one who is chosen.
import { Avatar } from "../shell/avatar";
import { Icon } from "../shell/icons";
import type { Actor, Conversation, Desk } from "../types";

interface RailProps {
  actors: Actor[];
  me: string;
  onChoose: (id: string) => void;
}

/** Everybody one may act as: the person is chosen for this tab alone. */
export function People({ actors, me, onChoose }: RailProps) {
  return (
    <nav class="people" aria-label="People to act as">
      <p class="people-title" aria-hidden="true">Act as</p>
      <ul>
        {actors.map((actor) => (
          <li key={actor.id}>
            <button
              type="button"
              aria-current={actor.id === me ? "true" : undefined}
              title={`${actor.name}: ${actor.about}`}
              onClick={() => onChoose(actor.id)}
            >
              <span class="people-avatar">
                <Avatar person={actor} size="large" />
                {actor.unread > 0 && <span class="badge" aria-hidden="true">{actor.unread > 99 ? "99+" : actor.unread}</span>}
              </span>
              <span class="people-name">{actor.name.split(" ")[0]}</span>
              <span class="people-role">{actor.title}</span>
              {actor.unread > 0 && <span class="hidden">, {actor.unread} unread</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface SidebarProps {
  desk: Desk;
  actor: Actor | undefined;
  open: string;
  onOpen: (id: string) => void;
}

const GROUPS: [Conversation["kind"], string][] = [
  ["app", "Apps"],
  ["channel", "Channels"],
  ["dm", "Direct messages"],
];

export function Sidebar({ desk, actor, open, onOpen }: SidebarProps) {
  return (
    <nav class="sidebar" aria-label="Conversations">
      <div class="whoami">
        <Avatar person={actor} />
        <div>
          <p class="whoami-name">{actor?.name}</p>
          <p class="whoami-about">{actor?.about}</p>
        </div>
      </div>
      {GROUPS.map(([kind, title]) => {
        const some = desk.conversations.filter((conversation) => conversation.kind === kind);
        return some.length ? (
          <div key={kind} class="group">
            <h2>{title}</h2>
            <ul>
              {some.map((conversation) => (
                <li key={conversation.key}>
                  <Row desk={desk} conversation={conversation} current={conversation.key === open} onOpen={onOpen} />
                </li>
              ))}
            </ul>
          </div>
        ) : null;
      })}
    </nav>
  );
}

interface RowProps {
  desk: Desk;
  conversation: Conversation;
  current: boolean;
  onOpen: (id: string) => void;
}

function Row({ desk, conversation, current, onOpen }: RowProps) {
  const person = desk.people.find((known) => known.id === conversation.key);
  return (
    <button
      type="button"
      class={`row ${conversation.unread ? "is-unread" : ""}`}
      aria-current={current ? "page" : undefined}
      onClick={() => onOpen(conversation.key)}
    >
      {conversation.kind === "channel" ? (
        <span class="row-mark">
          <Icon name="hash" />
        </span>
      ) : (
        <Avatar person={person} size="small" />
      )}
      <span class="row-name">{conversation.name}</span>
      {conversation.unread > 0 && (
        <span class="badge">
          {conversation.unread > 99 ? "99+" : conversation.unread}
          <span class="hidden"> unread</span>
        </span>
      )}
    </button>
  );
}
