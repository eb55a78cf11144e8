// The demo's world: the orders in Odoo, and the levers that a visitor may pull.
import { useRef, useState } from "preact/hooks";
import { call } from "../live";
import { Dialog } from "../shell/dialog";
import { Icon } from "../shell/icons";
import { momentOf } from "../shell/time";
import type { Json, OrderRow, World } from "../types";
import { State } from "./order";

interface Props {
  world: World;
  report: (error: unknown) => void;
  tell: (words: string) => void;
  onOrder: (id: number) => void;
}

export type Do = (path: string, body: { [name: string]: Json }) => Promise<boolean>;

export function WorldPanel({ world, report, tell, onOrder }: Props) {
  const act: Do = async (path, body) => {
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
    <aside class="world" aria-label="The demo's world">
      <header class="pane-head">
        <div>
          <h2>The demo’s world</h2>
          <p class="topic">What happens around Slack, in your hands</p>
        </div>
      </header>
      <div class="scroll" tabIndex={0} role="group" aria-label="Odoo, the clock and the orders">
        <NewOrder world={world} act={act} />
        <SupplierMail world={world} act={act} />
        <Odoo world={world} act={act} />
        <Clock world={world} act={act} />
        <Orders orders={world.orders} onOrder={onOrder} />
        <Reset act={act} />
      </div>
    </aside>
  );
}

function NewOrder({ world, act }: { world: World; act: Do }) {
  const [kind, setKind] = useState(world.kinds[0]?.kind ?? "");
  const [busy, setBusy] = useState(false);
  const chosen = world.kinds.find((known) => known.kind === kind);
  const create = async () => {
    if (busy) return;
    setBusy(true);
    await act("orders/new", { kind });
    setBusy(false);
  };
  return (
    <section class="lever" id="new-order">
      <h3>A buyer confirms an order</h3>
      <label for="kind" class="hidden">
        Kind of order
      </label>
      <div class="together">
        <select id="kind" class="select" value={kind} aria-describedby="kind-about" onChange={(event) => setKind(event.currentTarget.value)}>
          {world.kinds.map((known) => (
            <option key={known.kind} value={known.kind}>
              {known.label}
            </option>
          ))}
        </select>
        <button type="button" class="button is-primary" aria-disabled={busy || !world.odooRunning} aria-busy={busy} onClick={() => void create()}>
          Create
        </button>
      </div>
      <p class="hint" id="kind-about">
        {chosen?.about}
      </p>
    </section>
  );
}

function SupplierMail({ world, act }: { world: World; act: Do }) {
  const [kind, setKind] = useState(world.mails[0]?.kind ?? "");
  const [busy, setBusy] = useState(false);
  const chosen = world.mails.find((known) => known.kind === kind);
  const arrive = async () => {
    if (busy) return;
    setBusy(true);
    await act("mail", { kind });
    setBusy(false);
  };
  return (
    <section class="lever" id="supplier-mail">
      <h3>A supplier writes</h3>
      <label for="mail-kind" class="hidden">
        Kind of mail
      </label>
      <div class="together">
        <select id="mail-kind" class="select" value={kind} aria-describedby="mail-about" onChange={(event) => setKind(event.currentTarget.value)}>
          {world.mails.map((known) => (
            <option key={known.kind} value={known.kind}>
              {known.label}
            </option>
          ))}
        </select>
        <button type="button" class="button" aria-disabled={busy} aria-busy={busy} onClick={() => void arrive()}>
          Let it arrive
        </button>
      </div>
      <p class="hint" id="mail-about">
        {chosen?.about}
      </p>
    </section>
  );
}

function Odoo({ world, act }: { world: World; act: Do }) {
  const running = world.odooRunning;
  return (
    <section class="lever">
      <h3>Odoo</h3>
      <div class="together">
        <p class={`lamp ${running ? "is-on" : "is-off"}`} role="status">
          {running ? "Odoo is running" : "Odoo does not answer"}
        </p>
        <button type="button" class="button" onClick={() => void act(running ? "odoo/stop" : "odoo/start", {})}>
          {running ? "Stop Odoo" : "Start Odoo"}
        </button>
      </div>
      {!running && <p class="hint">Decide anyway: the bot keeps the decision and carries it out once Odoo is back.</p>}
    </section>
  );
}

function Clock({ world, act }: { world: World; act: Do }) {
  return (
    <section class="lever">
      <h3>The clock</h3>
      <p class="clock">
        <Icon name="clock" />
        <time dateTime={world.now}>{momentOf(new Date(world.now))}</time>
        <span class="zone">{world.zone.replace("_", " ")}</span>
      </p>
      <div class="together">
        <button type="button" class="button" aria-label="+1 hour: move the clock forward one hour" onClick={() => void act("clock", { to: "hour" })}>
          +1 hour
        </button>
        <button type="button" class="button" aria-label="+1 day: move the clock forward one day" onClick={() => void act("clock", { to: "day" })}>
          +1 day
        </button>
        <button type="button" class="button" aria-label="Next working morning: move the clock forward to nine o’clock" onClick={() => void act("clock", { to: "morning" })}>
          Next working morning
        </button>
      </div>
      <p class="hint">Who does not decide is reminded, and then their manager is asked: in working time, without a weekend or a night.</p>
    </section>
  );
}

const FEW = 8;

/** The newest first, but those that wait, or waited when this tab was opened, before all others. */
function Orders({ orders, onOrder }: { orders: OrderRow[]; onOrder: (id: number) => void }) {
  const [all, setAll] = useState(false);
  const waited = useRef(new Set<number>());
  for (const order of orders) if (order.state === "to approve") waited.current.add(order.id);
  const sorted = [...orders].sort((a, b) => Number(waited.current.has(b.id)) - Number(waited.current.has(a.id)));
  const shown = all ? sorted : sorted.slice(0, FEW);
  return (
    <section class="lever">
      <h3>Orders in Odoo</h3>
      <ul class="orders">
        {shown.map((order) => (
          <li key={order.id}>
            <a
              href={`/odoo/purchase-orders/${order.id}`}
              data-order={order.name}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOrder(order.id);
              }}
            >
              <span class="order-name">
                {order.urgent && <span title="Starred">★<span class="hidden"> starred</span> </span>}
                {order.name}
              </span>
              <span class="order-amount">{order.amount}</span>
              <span class="order-vendor">{order.vendor}</span>
              <State order={order} />
            </a>
          </li>
        ))}
      </ul>
      {orders.length > FEW && (
        <button type="button" class="link" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${orders.length}`}
        </button>
      )}
    </section>
  );
}

function Reset({ act }: { act: Do }) {
  const [asking, setAsking] = useState(false);
  return (
    <section class="lever is-quiet">
      <button type="button" class="link" onClick={() => setAsking(true)}>
        Reset the demo…
      </button>
      {asking && (
        <Dialog
          title="Reset the demo?"
          onClose={() => setAsking(false)}
          footer={
            <>
              <button type="button" class="button" onClick={() => setAsking(false)}>
                Keep it
              </button>
              <button
                type="button"
                class="button is-danger"
                onClick={() => {
                  setAsking(false);
                  void act("reset", {});
                }}
              >
                Reset
              </button>
            </>
          }
        >
          <p class="b-text">All messages, orders and decisions of this demo are thrown away, and it begins anew.</p>
        </Dialog>
      )}
    </section>
  );
}
