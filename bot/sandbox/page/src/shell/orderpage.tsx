// The page that "Open in Odoo" leads to: one order, kept up to date.
import { call, useLive } from "../live";
import { Order } from "../world/order";
import { useNotice } from "./app";
import { ThemeSwitch } from "./theme";

export function OrderPage({ id }: { id: number }) {
  const live = useLive("");
  const { notice, tell, report } = useNotice();
  const world = live.snapshot?.world;
  const name = world?.orders.find((order) => order.id === id)?.name ?? `Order ${id}`;
  document.title = `${name} · sandbox Odoo`;
  return (
    <>
      <main class="order-page">
        <header class="order-page-head">
          <div>
            <p class="topic">Sandbox Odoo · Purchase orders</p>
            <h1>{name}</h1>
          </div>
          <ThemeSwitch />
        </header>
        {live.link === "lost" && (
          <p class="banner" role="alert">
            The demo does not answer. Connecting again…
          </p>
        )}
        <Order
          id={id}
          world={world}
          act={(path, body) =>
            call<{ said?: string }>(path, body).then(
              (told) => {
                if (told.said) tell(told.said);
                return true;
              },
              (error: unknown) => {
                report(error);
                return false;
              },
            )
          }
        />
        <p>
          <a class="link" href="/">
            Back to the demo
          </a>
        </p>
      </main>
      <div class="toast" role="status">
        {notice && <p>{notice}</p>}
      </div>
    </>
  );
}
