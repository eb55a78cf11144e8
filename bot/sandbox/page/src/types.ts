// What the server sends: see bot/sandbox/page/view.py, which makes it.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface TextObject {
  type: "mrkdwn" | "plain_text";
  text: string;
  emoji?: boolean;
  verbatim?: boolean;
}

export interface Option {
  text: TextObject;
  value: string;
  description?: TextObject;
}

export interface Confirm {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: "primary" | "danger";
}

/** Any element of Block Kit that a person can use, or an image. */
export interface Element {
  type: string;
  action_id?: string;
  text?: TextObject | string;
  value?: string;
  url?: string;
  style?: "primary" | "danger";
  confirm?: Confirm;
  accessibility_label?: string;
  placeholder?: TextObject;
  options?: Option[];
  option_groups?: { label: TextObject; options: Option[] }[];
  initial_option?: Option;
  initial_options?: Option[];
  initial_value?: string;
  initial_date?: string;
  initial_time?: string;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  image_url?: string;
  alt_text?: string;
  elements?: Element[];
  user_id?: string;
  name?: string;
  unicode?: string;
  positive_button?: { text: TextObject; value: string; accessibility_label?: string };
  negative_button?: { text: TextObject; value: string; accessibility_label?: string };
  border?: number;
  indent?: number;
}

export interface Cell {
  type: string;
  text?: string;
  value?: number | string;
  elements?: Element[];
}

export interface Block {
  type: string;
  block_id?: string;
  text?: TextObject | string;
  fields?: TextObject[];
  accessory?: Element;
  elements?: Element[];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  title?: TextObject | string;
  alt_text?: string;
  rows?: Cell[][];
  column_settings?: ({ align?: "left" | "center" | "right" } | null)[];
  caption?: string;
  task_id?: string;
  status?: "pending" | "in_progress" | "complete" | "error";
}

export interface Person {
  id: string;
  name: string;
  handle: string;
  title: string;
  bot: boolean;
}

/** Somebody to act as; `unread` counts over all their conversations. */
export interface Actor {
  id: string;
  name: string;
  handle: string;
  title: string;
  about: string;
  unread: number;
}

export interface Message {
  ts: string;
  user: string;
  text: string;
  blocks: Block[];
  thread: string | null;
  edited: boolean;
  ephemeral: boolean;
}

export interface Conversation {
  id: string;
  /** Stays what it is when a direct message gets its first word, and with it another id. */
  key: string;
  kind: "channel" | "app" | "dm";
  name: string;
  topic: string;
  unread: number;
  read: string;
  messages: Message[];
  status: string;
  prompts: { title: string; message: string }[];
}

export interface View {
  id: string;
  hash: string;
  type: "modal" | "home";
  title: TextObject | null;
  submit: TextObject | null;
  close: TextObject | null;
  blocks: Block[];
}

export interface Command {
  command: string;
  description: string;
  usage: string;
}

export interface Desk {
  me: string;
  people: Person[];
  conversations: Conversation[];
  views: View[];
  home: View | null;
  homeEnabled: boolean;
  commands: Command[];
}

export interface Kind {
  kind: string;
  label: string;
  about: string;
}

export interface OrderRow {
  id: number;
  name: string;
  vendor: string;
  amount: string;
  state: string;
  label: string;
  buyer: string;
  urgent: boolean;
}

export interface World {
  now: string;
  zone: string;
  odooRunning: boolean;
  kinds: Kind[];
  mails: Kind[];
  orders: OrderRow[];
  approvers: { login: string; name: string }[];
}

export interface OrderLine {
  product: string;
  quantity: string;
  unit: string;
  price: string;
  subtotal: string;
}

export interface Note {
  author: string;
  at: string;
  body: string;
}

export interface Activity {
  summary: string;
  user: string;
  deadline: string;
}

export interface OrderDetail extends OrderRow {
  requester: string;
  planned: string;
  warehouse: string;
  receipt: string;
  approved: string;
  inCompany: string;
  files: string[];
  lines: OrderLine[];
  notes: Note[];
  activities: Activity[];
}

export interface Snapshot {
  actors: Actor[];
  desk: Desk;
  world: World;
}
