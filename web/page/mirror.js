// The accessibility mirror: real controls for every drawn widget, in drawing order and at its place, for screen
// readers and the keyboard. Seen is only the drawing. The program sends the whole list; only what differs is
// written, at most ten times a second.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const container = document.getElementById('mirror');
  const interval = 100;  // ms between updates

  let newest = '[]';       // as the program sent it last
  let parsed = null;       // the same, once somebody asked
  let timer = 0, shownAt = 0;
  let focusWanted = null;  // { id, until }: a widget that is to get the focus when it appears
  const entries = new Map();  // key → { element, node }

  const click = (id) => Inkling.call('_inkling_click', id);
  const number = (id, value) => Inkling.call('_inkling_number', id, value);

  // --- What stands for a widget ---------------------------------------------------------------------

  const prefixOf = (id) => id.slice(0, id.lastIndexOf('.'));

  // Options, tabs and cells, and long rows of like buttons (the pictures of a gallery), stand in a group that
  // Tab enters and leaves with one press.
  const longRow = 6;
  let rows = new Map();  // prefix → how many buttons are numbered below it
  const isNumbered = (node) => node.role === 'button' && /\.\d+$/.test(node.id);
  const isGrouped = (node) => node.role === 'option' || node.role === 'tab' || node.role === 'cell'
    || (isNumbered(node) && rows.get(prefixOf(node.id)) >= longRow);

  function countRows(nodes) {
    rows = new Map();
    for (const node of nodes) if (isNumbered(node)) rows.set(prefixOf(node.id), (rows.get(prefixOf(node.id)) ?? 0) + 1);
  }

  // Options of an open list; those of a segmented control are radio buttons.
  const isListed = (node) => node.role === 'option' && entries.get(`w:${prefixOf(node.id)}`)?.node.role === 'select';

  const tags = { button: 'button', toggle: 'button', select: 'button', option: 'button', tab: 'button', cell: 'button', slider: 'input' };
  const roles = {
    toggle: 'switch', select: 'combobox', tab: 'tab', image: 'img', canvas: 'img', status: 'status', group: 'group',
  };

  function make(node) {
    const element = document.createElement(tags[node.role] ?? 'div');
    element.className = 'at';
    element.dataset.id = node.id;
    if (element.tagName === 'BUTTON') element.type = 'button';
    if (node.role === 'slider') {
      element.type = 'range';
      element.step = 'any';
    }
    if (node.role === 'textfield') {
      element.tabIndex = 0;
      element.setAttribute('role', 'spinbutton');
    }
    if (roles[node.role]) element.setAttribute('role', roles[node.role]);
    // Said through the live region instead, seldom; these change many times a second.
    if (node.role === 'status') element.setAttribute('aria-live', 'off');
    return element;
  }

  const attribute = (element, name, value) => {
    if (value === undefined || value === null || value === false) {
      if (element.hasAttribute(name)) element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  };

  const bool = (value) => (value ? 'true' : 'false');

  function write(entry, node) {
    const { element } = entry, old = entry.node;
    entry.node = node;
    if (!old || old.name !== node.name || old.value !== node.value) {
      const { name, value } = node;
      if (node.role === 'text' || node.role === 'status') element.textContent = value ? `${name}: ${value}` : name;
      else if (node.role === 'select') {
        attribute(element, 'aria-label', name);
        element.textContent = value ?? '';
      } else if (node.role === 'slider' || node.role === 'textfield') {
        attribute(element, 'aria-label', name);
        attribute(element, 'aria-valuetext', value);
      } else if (node.role === 'image' || node.role === 'canvas' || node.role === 'button') {
        attribute(element, 'aria-label', value ? `${name}, ${value}` : name);
      } else attribute(element, 'aria-label', name);
    }
    if (node.role === 'slider' && (!old || old.number !== node.number || old.min !== node.min || old.max !== node.max)) {
      element.min = node.min;
      element.max = node.max;
      element.value = node.number;
    }
    if (node.role === 'textfield' && node.min !== undefined) {
      attribute(element, 'aria-valuenow', node.number);
      attribute(element, 'aria-valuemin', node.min);
      attribute(element, 'aria-valuemax', node.max);
    }
    if (node.role === 'toggle') attribute(element, 'aria-checked', bool(node.selected));
    if (node.role === 'tab') attribute(element, 'aria-selected', bool(node.selected));
    if (node.role === 'option') {
      const listed = isListed(node);
      attribute(element, 'role', listed ? 'option' : 'radio');
      attribute(element, listed ? 'aria-selected' : 'aria-checked', bool(node.selected));
    }
    if (node.role === 'button' || node.role === 'cell') attribute(element, 'aria-pressed', node.selected ? 'true' : null);
    if (node.role === 'select') {
      attribute(element, 'aria-haspopup', 'listbox');
      attribute(element, 'aria-expanded', bool(node.expanded));
      if (!node.expanded) attribute(element, 'aria-controls', null);
    }
    attribute(element, 'aria-disabled', node.disabled ? 'true' : null);
    attribute(element, 'aria-invalid', node.invalid ? 'true' : null);
    const [x, y, w, h] = node.bounds;
    const places = ['left', x, 'top', y, 'width', w, 'height', h];
    for (let i = 0; i < 4; i++) {
      if (!old || old.bounds[i] !== node.bounds[i]) element.style[places[2 * i]] = `${places[2 * i + 1]}px`;
    }
  }

  // --- The list as a tree: runs of options, tabs and cells stand in a group each -------------------

  const groupRole = (node) => {
    if (node.role === 'tab') return 'tablist';
    if (node.role !== 'option') return 'group';
    return isListed(node) ? 'listbox' : 'radiogroup';
  };
  const groupId = (node) => (node.role === 'cell' ? prefixOf(prefixOf(node.id)) : prefixOf(node.id));

  function plan(nodes) {
    const top = [];
    let group = null;
    for (const node of nodes) {
      const key = isGrouped(node) ? `g:${node.role}:${groupId(node)}` : '';
      if (!key) {
        group = null;
        top.push({ key: `w:${node.id}`, node });
        continue;
      }
      if (group?.key !== key) top.push(group = { key, children: [], lead: node });
      group.children.push({ key: `w:${node.id}`, node });
    }
    return top;
  }

  // Puts elements in order without moving those that stand right already: moving takes the focus away.
  function arrange(parent, elements) {
    let cursor = parent.firstChild;
    for (const element of elements) {
      while (cursor?.tagName === 'TABLE') cursor = cursor.nextSibling;  // of access.js, which stand among them
      if (element === cursor) cursor = cursor.nextSibling;
      else parent.insertBefore(element, cursor);
    }
  }

  function entryFor(item, alive) {
    alive.add(item.key);
    let entry = entries.get(item.key);
    if (entry && item.node && entry.node.role !== item.node.role) {
      entry.element.remove();
      entry = undefined;
    }
    // Out of a group it is in the Tab order by itself.
    if (entry?.node && item.node && !isGrouped(item.node) && entry.element.tagName === 'BUTTON' && entry.element.tabIndex < 0) {
      entry.element.removeAttribute('tabindex');
    }
    if (!entry) {
      entry = { element: item.node ? make(item.node) : document.createElement('div'), node: null };
      entries.set(item.key, entry);
    }
    if (item.node) write(entry, item.node);
    return entry;
  }

  // Of a group one element takes part in the Tab order, and the arrow keys go on from there.
  function setTabStops(group, children) {
    const focused = children.find(({ element }) => element === document.activeElement);
    const chosen = focused ?? children.find(({ node }) => node.selected) ?? children[0];
    for (const child of children) {
      const index = child === chosen ? 0 : -1;
      if (child.element.tabIndex !== index || !child.element.hasAttribute('tabindex')) child.element.tabIndex = index;
    }
  }

  function show() {
    timer = 0;
    shownAt = performance.now();
    const nodes = Inkling.mirrorNodes();
    const focused = document.activeElement?.closest?.('#mirror') ? document.activeElement.dataset.id : null;
    const alive = new Set();
    // Selects first: whether an option is in a list or in a segmented control depends on them.
    for (const node of nodes) if (node.role === 'select') entryFor({ key: `w:${node.id}`, node }, alive);
    countRows(nodes);
    const seen = new Set();
    const unique = nodes.filter((node) => !seen.has(node.id) && seen.add(node.id));
    const top = plan(unique).map((item) => {
      const entry = entryFor(item, alive);
      if (item.children) {
        attribute(entry.element, 'role', groupRole(item.lead));
        attribute(entry.element, 'aria-label', item.lead.role === 'option' ? item.lead.value : null);
        entry.children = item.children.map((child) => entryFor(child, alive));
        if (isListed(item.lead)) {
          const owner = prefixOf(item.lead.id);
          entry.element.id = `list-of-${owner}`;
          attribute(entries.get(`w:${owner}`).element, 'aria-controls', entry.element.id);
        }
      }
      return entry;
    });
    for (const [key, entry] of entries) {
      if (alive.has(key)) continue;
      entry.element.remove();
      entries.delete(key);
    }
    if (Inkling.placeMirror) Inkling.placeMirror(top, arrange);
    else arrange(container, top.map((entry) => entry.element));
    for (const entry of top) {
      if (!entry.children) continue;
      arrange(entry.element, entry.children.map((child) => child.element));
      setTabStops(entry.element, entry.children);
    }
    keepFocus(focused);
    Inkling.afterMirror?.(nodes);
  }

  // --- Focus ------------------------------------------------------------------------------------------

  const elementOf = (id) => entries.get(`w:${id}`)?.element;
  const focusOn = (id) => elementOf(id)?.focus({ preventScroll: true });

  // A focused element that went away hands the focus to what it belonged to, so that Tab goes on from there.
  function keepFocus(focused) {
    if (focusWanted && performance.now() > focusWanted.until) focusWanted = null;
    const target = focusWanted && focusWanted.find();
    if (target) {
      focusWanted = null;
      target.focus({ preventScroll: true });
    } else if (focused && document.activeElement?.dataset?.id !== focused) {
      if (elementOf(focused)) focusOn(focused);
      else if (elementOf(prefixOf(focused))) focusOn(prefixOf(focused));
    }
  }

  const focusSoon = (find) => { focusWanted = { find, until: performance.now() + 5000 }; };

  const idOf = (event) => event.target.closest?.('.at')?.dataset.id;
  const nodeOf = (event) => entries.get(`w:${idOf(event)}`)?.node;

  container.addEventListener('focusin', (event) => Inkling.call('_inkling_focus', idOf(event) ?? ''));
  container.addEventListener('focusout', (event) => {
    if (!event.relatedTarget?.closest?.('#mirror')) Inkling.call('_inkling_focus', '');
  });
  // A browser scrolls what gets the focus into view; here the program does.
  container.addEventListener('scroll', () => container.scrollTo(0, 0));

  // Text entry and pop-ups give the focus back to the widget that they came from.
  Inkling.mirrorFocus = (id) => {
    if (elementOf(id)) focusOn(id);
  };
  Inkling.mirrorFocused = () => (container.contains(document.activeElement) ? document.activeElement.dataset.id : null);

  // --- Operation ---------------------------------------------------------------------------------------

  // Escape closes the topmost open thing.
  function escape() {
    if (Inkling.module?._inkling_escape) return Inkling.call('_inkling_escape');
    for (const type of ['keydown', 'keyup']) {
      Inkling.canvas.dispatchEvent(new KeyboardEvent(type, { key: 'Escape', code: 'Escape', keyCode: 27, which: 27 }));
    }
    return undefined;
  }

  container.addEventListener('click', (event) => {
    const node = nodeOf(event);
    if (!node || node.disabled || node.role === 'slider') return;
    if (node.role === 'select' && !node.expanded) {
      focusSoon(() => {
        const options = [...entries.values()].filter(({ node: other }) => other?.role === 'option' && prefixOf(other.id) === node.id);
        return (options.find(({ node: other }) => other.selected) ?? options[0])?.element;
      });
    }
    click(node.id);
  });

  container.addEventListener('input', (event) => {
    const node = nodeOf(event);
    if (node?.role === 'slider' && !node.disabled) number(node.id, event.target.valueAsNumber);
  });

  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

  // The number that a key leads to, from the newest position and not from the one last shown.
  function keyedNumber(node, key) {
    const latest = Inkling.mirrorNodes().find(({ id }) => id === node.id) ?? node;
    if (key === 'Home') return latest.min;
    if (key === 'End') return latest.max;
    const up = node.role === 'select' ? -1 : 1;  // a list runs downwards
    const step = steps[key] * (key.startsWith('Arrow') && /Up|Down/.test(key) ? up : 1);
    return Math.min(latest.max, Math.max(latest.min, latest.number + step * (latest.step || 1)));
  }

  function moveInGroup(event, node) {
    const group = event.target.parentElement;
    const all = [...group.children];
    const at = all.indexOf(event.target);
    let to = at;
    if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = all.length - 1;
    else if (node.role === 'cell' || node.role === 'button') to = nearest(all, event.target, event.key);
    else to = (at + (event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length;
    if (to < 0 || to === at) return;
    all[at].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus({ preventScroll: true });
    // As with radio buttons and tabs: arriving is choosing. Not in a list, where Enter chooses.
    if (group.getAttribute('role') === 'radiogroup' || node.role === 'tab') click(all[to].dataset.id);
  }

  // The cell that lies nearest in the arrow's direction.
  function nearest(all, from, key) {
    const box = (element) => entries.get(`w:${element.dataset.id}`).node.bounds;
    const [x, y] = box(from);
    let best = -1, least = Infinity;
    all.forEach((element, index) => {
      const dx = box(element)[0] - x, dy = box(element)[1] - y;
      const along = { ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy }[key];
      const distance = along + 2 * Math.abs(key === 'ArrowLeft' || key === 'ArrowRight' ? dy : dx);
      if (along > 0 && distance < least) {
        least = distance;
        best = index;
      }
    });
    return best;
  }

  container.addEventListener('keydown', (event) => {
    const node = nodeOf(event);
    if (event.key === 'Escape') {
      escape();
      if (node?.role === 'option') focusOn(prefixOf(node.id));
      return;
    }
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    const isStep = event.key in steps || event.key === 'Home' || event.key === 'End';
    if (event.key === 'Enter' && (node.role === 'slider' || node.role === 'textfield') && !node.disabled) {
      event.preventDefault();
      return click(node.id);
    }
    if (event.key === ' ' && node.role === 'textfield') {
      event.preventDefault();
      return click(node.id);
    }
    if (!isStep || node.disabled) return;
    if (node.role === 'slider' || (node.role === 'select' && !node.expanded)) {
      event.preventDefault();
      number(node.id, keyedNumber(node, event.key));
    } else if (node.role === 'textfield' && node.min !== undefined) {
      event.preventDefault();
      Inkling.call('_inkling_text', node.id, String(keyedNumber(node, event.key)));
    } else if (isGrouped(node)) {
      event.preventDefault();
      moveInGroup(event, node);
    }
  });

  // Undo from wherever the keyboard is, but for text being typed.
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName ?? '') && event.target.type !== 'range') return;
    const key = event.key.toLowerCase();
    const id = key === 'z' ? (event.shiftKey ? 'edit.redo' : 'edit.undo') : key === 'y' ? 'edit.redo' : '';
    if (!id || !elementOf(id)) return;
    event.preventDefault();
    click(id);
  });

  // --- For the program and the tests ------------------------------------------------------------------

  Inkling.mirror = (json) => {
    newest = json;
    parsed = null;
    if (timer) return;
    timer = setTimeout(show, Math.max(0, interval - (performance.now() - shownAt)));
  };

  Inkling.mirrorNodes = () => (parsed ??= JSON.parse(newest));
})();
