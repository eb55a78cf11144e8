// Block Kit as this page draws it: the blocks of messages, modals and the Home tab.
import { marked, type Token, type Tokens } from "marked";
import type { ComponentChildren } from "preact";
import type { Block, Cell, Element, TextObject } from "../types";
import { Control } from "./controls";
import { Input } from "./inputs";
import { ExternalLink, Mrkdwn, safeAddress, unescape } from "./mrkdwn";

/** What happens when somebody uses a control that stands in these blocks. */
export interface Using {
  act: (element: Element, block: Block, chosen?: string[]) => Promise<void>;
  errors?: Record<string, string>;
}

export function Blocks({ blocks, using }: { blocks: Block[]; using: Using }) {
  return (
    <>
      {blocks.map((block, index) => (
        <One key={block.block_id ?? index} block={block} using={using} />
      ))}
    </>
  );
}

/** A text object, or the plain string that some blocks hold. */
export function Words({ text }: { text: TextObject | string }) {
  if (typeof text === "string") return <Mrkdwn text={text} />;
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} /> : <>{text.text}</>;
}

function One({ block, using }: { block: Block; using: Using }) {
  switch (block.type) {
    case "header":
      return <h3 class="b-header">{block.text && <Words text={block.text} />}</h3>;
    case "section":
      return <Section block={block} using={using} />;
    case "context":
      return (
        <div class="b-context">
          {block.elements?.map((element, index) =>
            element.type === "image" ? (
              <span key={index} class="b-noimage">{element.alt_text ?? "image"}</span>
            ) : (
              <span key={index}>{element.text && <Words text={{ type: element.type as TextObject["type"], text: String(element.text) }} />}</span>
            ),
          )}
        </div>
      );
    case "actions":
    case "context_actions":
      return (
        <div class="b-actions">
          {block.elements?.map((element, index) => (
            <Control key={element.action_id ?? index} element={element} block={block} using={using} />
          ))}
        </div>
      );
    case "divider":
      return <hr class="b-divider" />;
    case "input":
      return <Input block={block} error={using.errors?.[block.block_id ?? ""]} />;
    case "markdown":
      return <div class="b-markdown">{markdown(marked.lexer(typeof block.text === "string" ? block.text : (block.text?.text ?? "")))}</div>;
    case "table":
    case "data_table":
      return <Table block={block} />;
    case "task_card":
      return (
        <p class="b-task" data-status={block.status}>
          <span class="hidden">{block.status === "complete" ? "Done: " : "Under way: "}</span>
          {block.title && <Words text={block.title} />}
        </p>
      );
    case "rich_text":
      return <div class="b-rich b-text">{block.elements?.map((element, index) => <Rich key={index} element={element} />)}</div>;
    case "image":
      return <p class="b-noimage">{block.alt_text ?? "image"} (pictures of other hosts are not loaded here)</p>;
    default:
      return <p class="b-unknown">The demo cannot draw a block of type “{block.type}”.</p>;
  }
}

function Section({ block, using }: { block: Block; using: Using }) {
  return (
    <div class="b-section">
      <div class="b-section-text">
        {block.text && (
          <div class="b-text">
            <Words text={block.text} />
          </div>
        )}
        {block.fields && (
          <div class="b-fields">
            {block.fields.map((field, index) => (
              <div key={index} class="b-text">
                <Words text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && <Control element={block.accessory} block={block} using={using} />}
    </div>
  );
}

function Table({ block }: { block: Block }) {
  const [head, ...rows] = block.rows ?? [];
  const figures = (index: number) =>
    rows.some((row) => row[index]?.type === "raw_number") &&
    rows.every((row) => row[index]?.type === "raw_number" || row[index]?.text === "–");
  const align = (index: number) => `is-${block.column_settings?.[index]?.align ?? (figures(index) ? "right" : "left")}`;
  return (
    <div class="b-table" tabIndex={0} role="group" aria-label={block.caption ?? "Table"}>
      <table>
        {block.caption && <caption>{block.caption}</caption>}
        <thead>
          <tr>{head?.map((cell, index) => <th key={index} scope="col" class={align(index)}><CellText cell={cell} /></th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>{row.map((cell, index) => <td key={index} class={align(index)}><CellText cell={cell} /></td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellText({ cell }: { cell: Cell }) {
  if (cell.elements) return <>{cell.elements.map((element, index) => <Rich key={index} element={element} />)}</>;
  return <>{cell.text ?? String(cell.value ?? "")}</>;
}

function Rich({ element }: { element: Element }): ComponentChildren {
  const inner = element.elements?.map((child, index) => <Rich key={index} element={child} />);
  const text = typeof element.text === "string" ? element.text : (element.text?.text ?? "");
  const style = (element.style ?? {}) as unknown as Record<string, boolean>;
  switch (element.type) {
    case "rich_text_section":
      return <span>{inner}</span>;
    case "rich_text_list":
      return String(element.style) === "ordered" ? <ol>{inner?.map((item, i) => <li key={i}>{item}</li>)}</ol> : <ul>{inner?.map((item, i) => <li key={i}>{item}</li>)}</ul>;
    case "rich_text_quote":
      return <blockquote>{inner}</blockquote>;
    case "rich_text_preformatted":
      return <pre>{inner}</pre>;
    case "link": {
      const address = safeAddress(element.url ?? "");
      return address ? <ExternalLink href={address}>{text || address}</ExternalLink> : text || element.url;
    }
    case "user":
      return <Mrkdwn text={`<@${element.user_id ?? ""}>`} />;
    case "emoji":
      return element.unicode
        ? String.fromCodePoint(...element.unicode.split("-").map((part) => Number.parseInt(part, 16)))
        : `:${element.name ?? ""}:`;
    default: {
      let out: ComponentChildren = text;
      if (style.code) out = <code>{out}</code>;
      if (style.strike) out = <s>{out}</s>;
      if (style.italic) out = <em>{out}</em>;
      if (style.bold) out = <strong>{out}</strong>;
      return out;
    }
  }
}

/** The `markdown` block: the tokens of `marked` as elements, so that HTML in it is shown and never run. */
function markdown(tokens: Token[]): ComponentChildren[] {
  return tokens.map((token, index) => <MarkdownToken key={index} token={token} />);
}

function MarkdownToken({ token }: { token: Token }): ComponentChildren {
  const inner = "tokens" in token && token.tokens ? markdown(token.tokens) : null;
  switch (token.type) {
    case "heading":
      return <p class="b-md-heading">{inner}</p>;
    case "paragraph":
      return <p>{inner}</p>;
    case "strong":
      return <strong>{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "del":
      return <s>{inner}</s>;
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "code":
      return <pre>{(token as Tokens.Code).text}</pre>;
    case "blockquote":
      return <blockquote>{inner}</blockquote>;
    case "br":
      return <br />;
    case "hr":
      return <hr class="b-divider" />;
    case "list": {
      const list = token as Tokens.List;
      const items = list.items.map((item, index) => <li key={index}>{markdown(item.tokens)}</li>);
      return list.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table": {
      const table = token as Tokens.Table;
      return (
        <div class="b-table" tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead><tr>{table.header.map((cell, i) => <th key={i} scope="col" class={`is-${cell.align ?? "left"}`}>{markdown(cell.tokens)}</th>)}</tr></thead>
            <tbody>
              {table.rows.map((row, at) => (
                <tr key={at}>{row.map((cell, i) => <td key={i} class={`is-${cell.align ?? "left"}`}>{markdown(cell.tokens)}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
    case "link": {
      const link = token as Tokens.Link;
      const address = safeAddress(link.href);
      return address ? <ExternalLink href={address}>{inner}</ExternalLink> : <>{inner}</>;
    }
    case "text":
    case "escape":
      return inner ?? unescape((token as Tokens.Text).text);
    case "space":
      return null;
    default:
      return token.raw;
  }
}
