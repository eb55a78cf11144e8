import { render } from "preact";
import { App } from "./shell/app";
import { OrderPage } from "./shell/orderpage";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/slack.css";
import "./styles/world.css";

const order = /^\/odoo\/purchase-orders\/(\d{1,9})$/.exec(location.pathname);
const place = document.getElementById("page");
if (place) render(order ? <OrderPage id={Number(order[1])} /> : <App />, place);
