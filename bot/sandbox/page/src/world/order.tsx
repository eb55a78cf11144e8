// One order as Odoo has it: its lines, its state, what was written on it.
import { useEffect, useState } from "preact/hooks";
import { call, Refused } from "../live";
import type { OrderDetail, OrderRow, World } from "../types";
import type { Do } from "./panel";

export function State({ order }: { order: Pick<OrderRow, "state" | "label"> }) {
  return <span class={`state is-${order.state.replace(" ", "-")}`}>{order.label}</span>;
}

/** The order, asked for again whenever the list of orders changed. */
export function useOrder(id: number, version: unknown): { order: OrderDetail | null; error: string } {
  const [order, setOrder] = useState<OrderDetail | null>(null);
  const [error, setError] = useState("");
  useEffect(() => {
    let current = true;
    call<OrderDetail>(`orders/${id}`).then(
      (told) => {
        if (!current) return;
        setOrder(told);
        setError("");
      },
      (problem: unknown) => current && setError(problem instanceof Refused ? problem.message : "Something went wrong."),
    );
    return () => {
      current = false;
    };
  }, [id, JSON.stringify(version)]);
  return { order, error };
}

interface Props {
  id: number;
  world: World | undefined;
  act: Do;
}

export function Order({ id, world, act }: Props) {
  const { order, error } = useOrder(id, [world?.orders, world?.odooRunning]);
  if (!order) return <p class="empty">{error || "Looking…"}</p>;
  return (
    <div class="order">
      {world?.odooRunning === false && <p class="notice">Odoo is stopped: this is how it was left.</p>}
      <div class="order-top">
        <div>
          <p class="order-title">
            {order.urgent && "★ "}
            {order.amount}
          </p>
          <p>{order.vendor}</p>
        </div>
        <State order={order} />
      </div>
      <Deeds order={order} world={world} act={act} />
      <dl class="facts">
        <Fact name="Buyer" value={order.buyer} />
        <Fact name="Created by" value={order.requester} />
        <Fact name="Needed by" value={order.planned} />
        <Fact name="Warehouse" value={order.warehouse} />
        <Fact name="In company currency" value={order.inCompany} />
        <Fact name="Approved" value={order.approved} />
        <Fact name="Receipt" value={order.receipt} />
        <Fact name="Attached" value={order.files.join(", ")} />
      </dl>
      <div class="b-table" tabIndex={0} role="group" aria-label="Lines of the order">
        <table>
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col" class="is-right">Quantity</th>
              <th scope="col" class="is-right">Unit price</th>
              <th scope="col" class="is-right">Subtotal</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line, index) => (
              <tr key={index}>
                <td>{line.product}</td>
                <td class="is-right">
                  {line.quantity} {line.unit}
                </td>
                <td class="is-right">{line.price}</td>
                <td class="is-right">{line.subtotal}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {order.activities.length > 0 && (
        <>
          <h3>To do</h3>
          <ul class="notes">
            {order.activities.map((activity, index) => (
              <li key={index}>
                <p class="note-head">
                  <strong>{activity.user}</strong> <span>by {activity.deadline}</span>
                </p>
                <p class="note-body">{activity.summary}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Notes</h3>
      {order.notes.length === 0 && <p class="hint">Nothing was written on this order.</p>}
      <ul class="notes">
        {order.notes.map((note, index) => (
          <li key={index}>
            <p class="note-head">
              <strong>{note.author}</strong> <span>{note.at}</span>
            </p>
            <p class="note-body">{note.body}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}

/** What somebody may do in Odoo itself while the order waits. */
function Deeds({ order, world, act }: { order: OrderDetail; world: World | undefined; act: Do }) {
  const approvers = world?.approvers ?? [];
  const [login, setLogin] = useState("");
  const chosen = login || approvers[0]?.login || "";
  if (order.state !== "to approve" || world?.odooRunning === false) return null;
  return (
    <div class="deeds">
      <button type="button" class="button" onClick={() => void act(`orders/${order.id}/change`, {})}>
        The buyer changes it
      </button>
      <div class="together">
        <button type="button" class="button" onClick={() => void act(`orders/${order.id}/approve`, { login: chosen })}>
          Approve in Odoo
        </button>
        <span class="choice">
          <label for="approve-as">as</label>
          <select id="approve-as" class="select" value={chosen} onChange={(event) => setLogin(event.currentTarget.value)}>
            {approvers.map((approver) => (
              <option key={approver.login} value={approver.login}>
                {approver.name}
              </option>
            ))}
          </select>
        </span>
      </div>
    </div>
  );
}
