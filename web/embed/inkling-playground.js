// <inkling-playground>: a live neural network of Inkling inside any page. One frame, loaded when it comes near the
// screen; what stands between the tags is shown until then, or until the reader starts it (start="click").
//
//   <script type="module" src="…/inkling-playground.js"></script>
//   <inkling-playground recipe="hidden=16" show="curves,learning-rate" height="auto"></inkling-playground>

const parts = ['show', 'hide', 'lock', 'session', 'lang', 'theme', 'chapter', 'autoplay', 'view'];
const answerPatience = 60_000;  // ms from when the frame is asked: until it is ready commands wait, off the screen for as long as it takes

const style = new CSSStyleSheet();
style.replaceSync(`
:host { display: block; position: relative; min-height: 120px; contain: layout; }
:host([hidden]) { display: none; }
.before { position: absolute; inset: 0; overflow: auto; }
::slotted(iframe) { display: block; width: 100%; height: 100%; border: 0; border-radius: inherit; }
.poster { display: grid; place-content: center; justify-items: center; gap: 12px; min-height: inherit; height: 100%; box-sizing: border-box; padding: 16px; }
button {
  min-height: 44px; padding: 0 20px; border: 0; border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer; background: #5b45de; color: #fff;
}
button:focus-visible { outline: 2px solid #5b45de; outline-offset: 2px; }
@media (prefers-color-scheme: dark) { button { background: #a594ff; color: #120b2e; } button:focus-visible { outline-color: #a594ff; } }
@media (forced-colors: active) { button { border: 1px solid ButtonText; } }
`);

export class InklingPlayground extends HTMLElement {
  static observedAttributes = ['src', 'recipe', 'link', ...parts];

  #frame = null;
  #calls = new Map();  // id → { resolve, reject, timer }
  #nextId = 1;
  #waiting = [];       // messages until the frame is ready
  #isReady = false;
  #markReady;
  #ready = new Promise((resolve) => { this.#markReady = resolve; });
  #listen = (event) => this.#receive(event);

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [style];
  }

  // Resolves once commands work.
  get ready() { return this.#ready; }

  // The address of the frame.
  get address() {
    const link = this.getAttribute('link');
    const url = new URL(this.getAttribute('src') ?? '.', this.hasAttribute('src') ? document.baseURI : import.meta.url);
    const said = link ? link.replace(/^[^#]*#?/, '').replace(/^1&?/, '') : (this.getAttribute('recipe') ?? '');
    // The language of the text around it, where Inkling speaks it.
    const language = /^(zh|en)/i.exec(this.closest('[lang]')?.lang ?? '')?.[1].toLowerCase();
    const value = (name) => (name === 'lang' ? language : this.getAttribute(name));
    const options = parts.filter(value).map((name) => `${name}=${encodeURIComponent(value(name)).replaceAll('%2C', ',')}`);
    url.hash = ['1', said, ...options].filter(Boolean).join('&');
    return url.href;
  }

  connectedCallback() {
    addEventListener('message', this.#listen);
    if (!this.shadowRoot.childNodes.length) {
      if (this.getAttribute('start') === 'click') this.#showPoster();
      else this.#showFrame();
    }
  }

  disconnectedCallback() {
    removeEventListener('message', this.#listen);
    this.#forget('the playground was removed');
    this.#frame?.remove();
    this.#frame = null;
    this.shadowRoot.replaceChildren();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#frame || before === after) return;
    this.#forget('the playground was given another address');
    this.#showFrame();
  }

  // Starts a playground that waits for its reader.
  start() {
    if (!this.#frame) this.#showFrame();
    return this.#ready;
  }

  load(recipe) { return this.#call('load', { recipe: String(recipe) }); }
  play() { return this.#call('play'); }
  pause() { return this.#call('pause'); }
  epoch() { return this.#call('epoch'); }
  reset() { return this.#call('reset'); }
  step(count = 1) { return this.#call('step', { count }); }
  look(epoch) { return this.#call('look', epoch === undefined ? {} : { epoch }); }
  branch() { return this.#call('branch'); }
  set(name, value) { return this.#call('set', { name, value }); }
  view(name, value) { return this.#call('view', { name, value }); }
  draw(strokes) { return this.#call('draw', { strokes }); }
  edit(edits) { return this.#call('edit', { edits: String(edits) }); }
  layer(number) { return this.#call('layer', { number }); }
  select(layer, unit) { return this.#call('select', layer === undefined ? {} : { layer, unit }); }
  explain(layer, unit) { return this.#call('explain', { layer, unit }); }
  sample(number) { return this.#call('sample', { number }); }
  predict() { return this.#call('predict'); }
  state() { return this.#call('state'); }
  report() { return this.#call('report'); }
  sessionLink(parts = 'changes') { return this.#call('link', { parts }); }

  #showPoster() {
    const poster = document.createElement('div');
    poster.className = 'poster';
    const button = document.createElement('button');
    button.type = 'button';
    const isChinese = /^zh/i.test(this.closest('[lang]')?.lang ?? '');
    button.textContent = this.getAttribute('start-label') ?? (isChinese ? '启动' : 'Start');
    button.addEventListener('click', () => this.start());
    poster.append(document.createElement('slot'), button);
    this.shadowRoot.replaceChildren(poster);
  }

  #showFrame() {
    const frame = document.createElement('iframe');
    frame.title = this.getAttribute('title') ?? 'Inkling';
    frame.loading = this.getAttribute('start') === 'click' ? 'eager' : 'lazy';
    frame.allow = 'clipboard-write';
    if (this.hasAttribute('sandbox')) frame.setAttribute('sandbox', this.getAttribute('sandbox') || 'allow-scripts');
    frame.src = this.address;
    // Not inside the shadow: frames of one page that show one session find one another among window.frames, which
    // has none from there.
    frame.slot = 'frame';
    const slot = document.createElement('slot');
    slot.name = 'frame';
    const before = document.createElement('div');
    before.className = 'before';
    before.append(document.createElement('slot'));
    frame.addEventListener('load', () => before.remove(), { once: true });
    this.#frame?.remove();
    this.#frame = frame;
    this.shadowRoot.replaceChildren(slot, before);
    this.append(frame);
  }

  #origin() {
    const sandbox = this.#frame.getAttribute('sandbox');
    return sandbox !== null && !/allow-same-origin/.test(sandbox) ? '*' : new URL(this.#frame.src).origin;
  }

  #post(message) {
    this.#frame?.contentWindow?.postMessage({ inkling: 1, ...message }, this.#origin());
  }

  #call(type, fields = {}) {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#calls.set(id, { resolve, reject, timer: 0 });
      const message = { type, id, ...fields };
      if (this.#isReady) this.#ask(message);
      else this.#waiting.push(message);
    });
  }

  #ask(message) {
    const call = this.#calls.get(message.id);
    call.timer = setTimeout(() => {
      this.#calls.delete(message.id);
      call.reject(new Error(`no answer to ${message.type}`));
    }, answerPatience);
    this.#post(message);
  }

  #forget(reason) {
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.#calls.clear();
    this.#waiting = [];
    if (this.#isReady) this.#ready = new Promise((resolve) => { this.#markReady = resolve; });
    this.#isReady = false;
  }

  #receive({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.inkling !== 1) return;
    const { inkling, type, ...detail } = data;
    if (type === 'answer') {
      const call = this.#calls.get(data.id);
      if (!call) return;
      this.#calls.delete(data.id);
      clearTimeout(call.timer);
      if (data.ok) call.resolve(data.result);
      else call.reject(new Error(data.error));
    } else if (type === 'ready') {
      this.#isReady = true;
      this.#post({ type: 'on', event: 'state' });
      this.#waiting.splice(0).forEach((message) => this.#ask(message));
      this.#markReady();
      this.dispatchEvent(new CustomEvent('ready'));
    } else if (type === 'size') {
      if ((this.getAttribute('height') ?? 'auto') === 'auto' && data.height > 0 && data.height < 5000) this.style.height = `${Math.round(data.height)}px`;
      this.dispatchEvent(new CustomEvent('size', { detail }));
    } else if (type === 'state' || type === 'done') {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
    }
  }
}

if (!customElements.get('inkling-playground')) customElements.define('inkling-playground', InklingPlayground);
