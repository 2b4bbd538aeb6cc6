// Picture, reader's text and announcements side by side: what a screen reader finds in the frame, in its order, and what it is told.
const frame = document.querySelector('iframe'), list = document.querySelector('#text'), said = document.querySelector('#said');
const names = {
  BUTTON: 'button', INPUT: 'slider', TABLE: 'table', FOOTER: 'contentinfo', A: 'link', H1: 'heading', H2: 'heading',
};

const textOf = (element) => element.getAttribute('aria-label') ?? element.textContent.trim();

function describe(element) {
  const role = element.getAttribute('role') ?? names[element.tagName] ?? 'text';
  const value = element.getAttribute('aria-valuetext') ?? (role === 'combobox' ? element.textContent : '');
  const states = [['aria-checked', 'checked'], ['aria-selected', 'selected'], ['aria-pressed', 'pressed'], ['aria-expanded', 'expanded'], ['aria-disabled', 'disabled'], ['aria-invalid', 'invalid']]
    .filter(([name]) => element.getAttribute(name) === 'true').map(([, word]) => word);
  const about = element.getAttribute('aria-description') ?? '';
  return [role, element.tagName === 'TABLE' ? element.querySelector('caption')?.textContent ?? '' : textOf(element), value, states.join(', '), about];
}

function show(root) {
  const focused = root.ownerDocument.activeElement;
  const elements = [...root.querySelectorAll('.at')].filter((element) => element.getAttribute('aria-hidden') !== 'true');
  list.replaceChildren(...elements.map((element) => {
    const row = document.createElement('tr');
    if (element === focused) row.className = 'focused';
    row.append(...describe(element).map((text) => {
      const cell = document.createElement('td');
      cell.textContent = text;
      return cell;
    }));
    return row;
  }));
}

function tell(text) {
  if (!text.trim()) return;
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  line.append(time, ` ${text}`);
  said.prepend(line);
  while (said.children.length > 50) said.lastChild.remove();
}

function follow() {
  const inside = frame.contentDocument;
  const mirror = inside?.getElementById('mirror'), live = inside?.getElementById('live');
  if (!mirror || !live) return;
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      show(mirror);
    }, 250);
  };
  new MutationObserver(soon).observe(mirror, { subtree: true, childList: true, characterData: true, attributes: true });
  mirror.addEventListener('focusin', soon);
  new MutationObserver(() => tell(live.textContent)).observe(live, { subtree: true, childList: true, characterData: true });
  soon();
}
frame.addEventListener('load', follow);
frame.src = `./${location.hash}`;
