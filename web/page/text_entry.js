// Typing: a real <input> over the field that is being edited, as no soft keyboard, input method or paste
// works on a canvas. The program draws the field, the input shows the text.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;

  let input = null;
  let request = null;      // what is being edited
  let original = '';       // its text before anything was typed
  let returnsTo = null;    // the mirror's element that had the focus
  let isClosing = false;
  let isRevealed = false;  // by giving its widget the program's focus

  // Hands the text over; the program closes the entry, or sends it back as invalid.
  const commit = (text) => Inkling.call('_inkling_text', request.id, text);

  function open() {
    returnsTo = Inkling.mirrorFocused();
    original = request.text;
    input = document.createElement('input');
    input.id = 'entry';
    input.type = 'text';
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.enterKeyHint = 'done';
    if (request.numeric) input.inputMode = 'decimal';
    const label = Inkling.mirrorNodes().find(({ id }) => id === request.id)?.name;
    if (label) input.setAttribute('aria-label', label);
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        commit(input.value);
      } else if (event.key === 'Escape') {
        event.preventDefault();
        commit(original);
      }
    });
    input.addEventListener('blur', () => {
      if (isClosing || !request || !document.hasFocus()) return;
      // Elsewhere was pressed: what was typed counts, but something refused does not hold the reader here.
      commit(request.invalid && input.value === request.text ? original : input.value);
    });
    input.value = request.text;
    document.body.append(input);
  }

  function place() {
    const { x, y, w, h } = request;
    const canvas = Inkling.canvas.getBoundingClientRect();
    input.style.left = `${canvas.left + x}px`;
    input.style.top = `${canvas.top + y}px`;
    input.style.width = `${w}px`;
    input.style.height = `${h}px`;
    if (request.invalid) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  function close() {
    isClosing = true;
    if (isRevealed) Inkling.call('_inkling_focus', '');
    isRevealed = false;
    const hadFocus = document.activeElement === input;
    input.remove();
    input = null;
    request = null;
    isClosing = false;
    if (hadFocus && returnsTo) Inkling.mirrorFocus(returnsTo);
    else if (hadFocus) Inkling.canvas.focus({ preventScroll: true });
  }

  // A soft keyboard may have taken the place where it stands: the widget is brought into view again, once the canvas has its new size.
  addEventListener('resize', () => setTimeout(() => {
    if (!request) return;
    isRevealed = true;
    Inkling.call('_inkling_focus', '');
    Inkling.call('_inkling_focus', request.id);
  }, 100));

  Inkling.textEntry = (json) => {
    if (!json) {
      if (input) close();
      return;
    }
    const next = JSON.parse(json);
    if (input && request.id !== next.id) close();
    const isNew = !input;
    request = next;
    if (isNew) open();
    place();
    if (isNew || next.invalid) {
      // After the pointer event that opened it has run its course, or that would take the focus back.
      const opened = input;
      setTimeout(() => {
        if (input !== opened) return;
        opened.focus({ preventScroll: true });
        if (isNew) opened.select();
      });
    }
  };
})();
