// Links: opens the one in the address, keeps the address true to the session, takes session files that are
// dropped on the page, and fetches the share panel when it is wanted.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const addressInterval = 2000;     // ms between changes of the address: Safari allows a hundred in 30 s
  const longestAddress = 2000;      // characters: a longer one is no address that people pass on
  const largestFile = 9_000_000;    // bytes: the longest link that is read

  // --- Weights: deflated without a header, in base64url --------------------------------------------

  const toText = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

  // At most `limit` bytes; what gives more, or is broken, gives nothing.
  async function piped(bytes, stream, limit) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let size = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (size > limit) throw new RangeError('too long');
        parts.push(value);
      }
    } catch {
      reader.cancel().catch(() => {});
      return new Uint8Array();
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  // The same form without any compression, for browsers that have none: blocks of bytes as they are (RFC 1951, 3.2.4).
  function stored(bytes) {
    const largest = 0xffff, parts = [];
    for (let at = 0; at < bytes.length || at === 0; at += largest) {
      const size = Math.min(bytes.length - at, largest), isLast = at + size === bytes.length;
      parts.push(Uint8Array.of(isLast ? 1 : 0, size, size >> 8, ~size, ~size >> 8), bytes.subarray(at, at + size));
    }
    return new Blob(parts).arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }
  Inkling.deflated = async (text) => {
    const bytes = toBytes(text);
    return toText(await (globalThis.CompressionStream ? piped(bytes, new CompressionStream('deflate-raw'), Infinity) : stored(bytes)));
  };

  Inkling.tell = (text) => Inkling.apiCall('tell', text);

  // --- Opening ------------------------------------------------------------------------------------

  // The link that the session began with: what the reader opened, not what the address became since. A reload of the page finds
  // it in the history's entry.
  Inkling.isReload = typeof history.state?.inkling === 'string';
  let cameFrom = Inkling.isReload ? history.state.inkling : location.hash;
  Inkling.cameFrom = () => cameFrom;
  Inkling.addressWritten = Number(history.state?.at) || 0;  // when, before the reload

  let opened = '';      // the fragment that the page stands for, as it was opened or last written
  let isOpening = false;

  Inkling.openLink = async (text, by = Inkling.author()) => {
    isOpening = true;
    try {
      const answer = Inkling.apiCall('open', text, by);
      if (answer.weights) {
        const bytes = await piped(toBytes(answer.weights), new DecompressionStream('deflate-raw'), answer.limit);
        Inkling.apiCall('weights', toText(bytes), by);
      }
      if (answer.warnings.length) Inkling.announce(answer.warnings.join(' '));
      return answer.warnings;
    } finally {
      isOpening = false;
    }
  };

  // {"inkling": 1, "session": "#1&…"}; anything else is told, and changes nothing.
  Inkling.openFile = async (file) => {
    const refuse = (english, chinese) => Inkling.tell(Inkling.choose(`${file.name}: ${english}`, `${file.name}：${chinese}`));
    if (file.size > largestFile) return refuse('too large for a session file.', '对会话文件来说太大。');
    let session;
    try {
      const content = JSON.parse(await file.text());
      if (content && Object.hasOwn(content, 'inkling') && Object.hasOwn(content, 'session')) session = content.session;
    } catch { /* told below */ }
    if (typeof session !== 'string') return refuse('not a session file of Inkling.', '不是 Inkling 的会话文件。');
    return Inkling.openLink(session);
  };

  function openAddress() {
    if (location.hash === opened) return;
    opened = location.hash;
    if (Inkling.trainerIsGuest()) Inkling.showAsAsked();
    else if (opened.length > 1) Inkling.openLink(opened);
  }
  // Until then the address is what is asked for, and not to be written over.
  let hasOpened = false;
  Inkling.openFirst = () => {
    hasOpened = true;
    openAddress();
  };
  addEventListener('hashchange', () => {
    if (location.hash !== opened) cameFrom = history.state?.inkling ?? location.hash;
    openAddress();
  });

  // --- The address follows --------------------------------------------------------------------------

  let writtenAt = 0, isWriteDue = false;

  function write() {
    isWriteDue = false;
    writtenAt = performance.now();
    if (!Inkling.isRunning || isOpening) return;
    const state = Inkling.apiCall('state');
    if (state.past || state.replay === 'under-way' || state.phase === 'loading' || (state.replay && location.hash === opened)) return;
    const { link, canReplay } = Inkling.apiCall('link', 'changes,view');
    if (!canReplay || link.length > longestAddress || link === opened) return;
    opened = link;
    try {
      history.replaceState({ ...history.state, inkling: cameFrom, at: Date.now() }, '', link);
    } catch { /* a frame without an address of its own, or too often: the next time */ }
  }

  Inkling.followSession = () => {
    if (isWriteDue || !hasOpened) return;
    isWriteDue = true;
    setTimeout(write, Math.max(writtenAt + addressInterval - performance.now(), 0));
  };

  // --- Files dropped on the page ------------------------------------------------------------------------

  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    Inkling.openFile(file);
  });

  // --- The share panel ---------------------------------------------------------------------------------------

  Inkling.showShare = (x, y, right) => {
    Inkling.script('share.js').then(() => {
      const { left, top } = Inkling.canvas.getBoundingClientRect();
      return Inkling.openShare(left + x, top + y, left + right);
    }, () => Inkling.tell(
      Inkling.choose('The share panel did not load. Check the connection and try again.', '分享面板没有载入。请检查网络后再试。')));
  };
})();
