// Slack's own markup as elements. Nothing here makes HTML from text: what is not markup stays text.
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { Place } from "../shell/place";
import { dateToken } from "../shell/time";

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const TOKEN = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>/g;
const MARKS: [RegExp, "strong" | "em" | "s"][] = [
  [/(^|[^\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/u, "strong"],
  [/(^|[^\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/u, "em"],
  [/(^|[^\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u, "s"],
];

/** Text as a person typed it: Slack's three escapes undone. */
export function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The address if it leads to a web page or a mailbox; nothing else is ever made a link. */
export function safeAddress(text: string): string | null {
  return /^(?:https?:\/\/|mailto:)/i.test(text) ? text : null;
}

export function ExternalLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** A paragraph or more of Slack's markup. */
export function Mrkdwn({ text }: { text: string }) {
  return <>{quotes(text)}</>;
}

function quotes(text: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let quoted: string[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (quoted.length) out.push(<blockquote key={out.length}>{inline(quoted.join("\n"))}</blockquote>);
    if (plain.length) out.push(<span key={out.length}>{inline(plain.join("\n"))}</span>);
    quoted = [];
    plain = [];
  };
  let fenced = false;
  for (const line of text.split("\n")) {
    const quote = fenced ? null : /^(?:&gt;|>) ?(.*)$/.exec(line);
    if ((line.match(/```/g)?.length ?? 0) % 2) fenced = !fenced;
    if (quote ? plain.length : quoted.length) flush();
    (quote ? quoted : plain).push(quote ? (quote[1] ?? "") : line);
  }
  flush();
  return out;
}

/** Code and `<...>` sequences cut the text; formatting marks may still reach over the sequences. */
function inline(text: string): ComponentChildren[] {
  const kept: ComponentChildren[] = [];
  const flat = text.replace(TOKEN, (_whole, block?: string, code?: string, sequence?: string) => {
    if (block !== undefined) kept.push(<pre key={`k${kept.length}`}>{unescape(block.replace(/^\n|\n$/g, ""))}</pre>);
    else if (code !== undefined) kept.push(<code key={`k${kept.length}`}>{unescape(code)}</code>);
    else kept.push(<Sequence key={`k${kept.length}`} text={sequence ?? ""} />);
    return `\u{f0000}${kept.length - 1}\u{f0001}`;
  });
  return marked(flat, kept);
}

function marked(text: string, kept: ComponentChildren[]): ComponentChildren[] {
  let first: { at: number; end: number; inner: string; tag: "strong" | "em" | "s" } | null = null;
  for (const [pattern, tag] of MARKS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const at = found.index + (found[1]?.length ?? 0);
    if (!first || at < first.at) first = { at, end: found.index + found[0].length, inner: found[2] ?? "", tag };
  }
  if (!first) return plain(text, kept);
  const { at, end, inner, tag: Tag } = first;
  return [
    ...plain(text.slice(0, at), kept),
    <Tag key={`m${at}`}>{marked(inner, kept)}</Tag>,
    <span key={`r${end}`}>{marked(text.slice(end), kept)}</span>,
  ];
}

function plain(text: string, kept: ComponentChildren[]): ComponentChildren[] {
  return text
    .split(/(\u{f0000}\d+\u{f0001})/u)
    .map((part) => {
      const slot = /^\u{f0000}(\d+)\u{f0001}$/u.exec(part);
      return slot ? kept[Number(slot[1])] : unescape(part);
    })
    .filter((part) => part !== "");
}

/** What stands between `<` and `>`: a mention, a channel, a date, a link. */
function Sequence({ text }: { text: string }) {
  const place = useContext(Place);
  const bar = text.indexOf("|");
  const [head, label] = bar < 0 ? [text, ""] : [text.slice(0, bar), text.slice(bar + 1)];
  if (head.startsWith("@")) return <span class="mention">@{place.nameOf(head.slice(1)) ?? unescape(label || head.slice(1))}</span>;
  if (head.startsWith("#")) return <span class="mention">#{place.channelName(head.slice(1)) ?? unescape(label || head.slice(1))}</span>;
  if (head.startsWith("!date^")) return <time>{dateToken(head, unescape(label), place.now)}</time>;
  if (head.startsWith("!")) return <span class="mention">@{unescape(label || head.slice(1).split("^")[0] || "")}</span>;
  const address = safeAddress(unescape(head));
  return address ? <ExternalLink href={address}>{unescape(label) || address}</ExternalLink> : <>{unescape(`<${text}>`)}</>;
}
