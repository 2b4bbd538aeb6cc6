// Assets: data sets, fonts and the two programs, which the site carries in scripts. An asset is one stream of
// deflated bytes cut into chunks, each chunk a script with one call of inklingAsset. Chunks are fetched two at
// a time and inflated in order while they arrive, never beyond the size that the manifest names.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;

  const inFlightLimit = 2;
  const triesLimit = 3;
  const rateSeconds = 2;  // over which the speed is measured
  const states = { absent: 0, loading: 1, ready: 2, failed: 3, cancelled: 4 };

  const manifest = {};
  const assets = new Map();  // name → the newest request

  Inkling.loadedChunks = [];  // of every asset that came, for who keeps them
  // Called once more where other programs are to take the place of the usual ones.
  globalThis.inklingManifest = (content) => Object.assign(manifest, content);

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  // Writes chunks into the inflater; resolves to the raw bytes, exactly as many as promised.
  function inflate(size) {
    const stream = new DecompressionStream('deflate-raw');
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    const read = async () => {
      const raw = new Uint8Array(size);
      let at = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (at + value.length > size) {
          reader.cancel().catch(() => {});
          throw new Error('larger than announced');
        }
        raw.set(value, at);
        at += value.length;
      }
      if (at !== size) throw new Error('smaller than announced');
      return raw;
    };
    const swallow = () => {};  // a failure is reported once, by the reading side
    return {
      raw: read(),
      write: (bytes) => writer.write(bytes).catch(swallow),
      close: () => writer.close().catch(swallow),
      abort: () => writer.abort(new Error('stopped')).catch(swallow),
    };
  }

  // --- One request ---------------------------------------------------------------------------------

  function fail(asset, text, detail) {
    if (asset.state !== states.loading) return;
    stop(asset, states.failed);
    asset.error = text;
    asset.settle.reject(new Error(detail ?? text));
    Inkling.requestFrame();
  }

  function stop(asset, state) {
    asset.state = state;
    asset.scripts.forEach((script) => script.remove());
    asset.scripts.clear();
    asset.waiting.clear();
    if (state !== states.ready) asset.inflater.abort();
  }

  function loadingFailed(url) {
    const status = performance.getEntriesByName(url, 'resource').at(-1)?.responseStatus ?? 0;
    if (status >= 400) return Inkling.choose(`the site answered with error ${status}`, `网站返回了错误 ${status}`);
    return navigator.onLine === false ? Inkling.choose('this device is offline', '设备没有联网')
      : Inkling.choose('the connection was interrupted', '连接中断了');
  }

  function insertScript(asset, index, tries) {
    const script = document.createElement('script');
    const again = () => {
      script.remove();
      asset.scripts.delete(script);
      if (asset.state !== states.loading || index in asset.received) return;
      const name = asset.entry.chunks[index];
      if (tries + 1 >= triesLimit) return fail(asset, loadingFailed(script.src), `${name} could not be loaded`);
      asset.pending++;
      setTimeout(() => {
        asset.pending--;
        if (asset.state === states.loading) insertScript(asset, index, tries + 1);
      }, 400 * (tries + 1));
    };
    script.src = Inkling.trusted(Inkling.url(asset.entry.chunks[index]) + (tries > 0 ? `&try=${tries}` : ''));
    script.async = true;
    script.addEventListener('error', again);
    // A host's error page may arrive with status 200: then nothing was called.
    script.addEventListener('load', () => {
      if (!(index in asset.received)) return again();
      script.remove();
      asset.scripts.delete(script);
      fetchMore(asset);
    });
    asset.scripts.add(script);
    document.head.append(script);
  }

  function fetchMore(asset) {
    while (asset.state === states.loading && asset.next < asset.entry.chunks.length
        && asset.scripts.size + asset.pending < inFlightLimit) {
      insertScript(asset, asset.next++, 0);
    }
  }

  function finish(asset) {
    asset.inflater.close();
    asset.inflater.raw.then((raw) => {
      if (asset.state !== states.loading) return;
      asset.raw = raw;
      Inkling.loadedChunks.push(...asset.entry.chunks);
      Inkling.keepChunks?.();
      stop(asset, states.ready);
      asset.settle.resolve();
      Inkling.requestFrame();
    }, () => {});  // already handled
  }

  globalThis.inklingAsset = (name, index, base64) => {
    const asset = assets.get(name);
    if (!asset || asset.state !== states.loading || index in asset.received) return;
    let bytes;
    try {
      bytes = bytesOf(base64);
    } catch {
      return;  // its script's load event asks again
    }
    asset.received[index] = bytes.length;
    asset.loaded += bytes.length;
    asset.samples.push({ at: performance.now(), loaded: asset.loaded });
    asset.waiting.set(index, bytes);
    for (; asset.waiting.has(asset.written); asset.written++) {
      asset.inflater.write(asset.waiting.get(asset.written));
      asset.waiting.delete(asset.written);
    }
    if (asset.written === asset.entry.chunks.length) finish(asset);
    Inkling.requestFrame();
    Inkling.showBootProgress?.();
  };

  function begin(name) {
    const entry = Object.hasOwn(manifest, name) ? manifest[name] : null;
    const asset = {
      name, entry, state: states.loading, received: {}, loaded: 0, next: 0, written: 0, pending: 0,
      waiting: new Map(), scripts: new Set(), samples: [{ at: performance.now(), loaded: 0 }], raw: null, error: '',
      inflater: inflate(entry ? entry.rawBytes : 0), settle: {},
    };
    asset.done = new Promise((resolve, reject) => { asset.settle = { resolve, reject }; });
    asset.done.catch(() => {});
    asset.inflater.raw.catch((error) => {
      fail(asset, Inkling.choose('the data arrived damaged', '数据在传输中损坏'), `${name}: ${error?.message}`);
    });
    assets.set(name, asset);
    if (!entry) fail(asset, Inkling.choose('the site does not have it', '网站上没有它'), `${name} is not in the manifest`);
    else fetchMore(asset);
    return asset;
  }

  // --- For the program -------------------------------------------------------------------------------

  Inkling.requestAsset = (name) => {
    const state = assets.get(name)?.state ?? states.absent;
    if (state !== states.loading && state !== states.ready) begin(name);
  };

  Inkling.cancelAsset = (name) => {
    const asset = assets.get(name);
    if (asset?.state !== states.loading) return;
    stop(asset, states.cancelled);
    asset.settle.reject(new Error(`${name} was cancelled`));
    Inkling.requestFrame();
  };

  function rateOf(asset) {
    const now = performance.now(), { samples } = asset;
    while (samples.length > 2 && now - samples[1].at > rateSeconds * 1000) samples.shift();
    const seconds = (now - samples[0].at) / 1000;
    return seconds > 0.05 ? (asset.loaded - samples[0].loaded) / seconds : 0;
  }

  Inkling.assetProgress = (name) => {
    const asset = assets.get(name);
    if (!asset) return { state: states.absent, loaded: 0, total: manifest[name]?.bytes ?? 0, rate: 0, error: '' };
    return {
      state: asset.state, loaded: asset.loaded, total: asset.entry?.bytes ?? 0,
      rate: asset.state === states.loading ? rateOf(asset) : 0, error: asset.error,
    };
  };

  Inkling.assetSize = (name) => (assets.get(name)?.state === states.ready ? assets.get(name).raw.length : 0);

  Inkling.takeAsset = (name) => {
    const asset = assets.get(name);
    if (asset?.state !== states.ready) return null;
    assets.delete(name);
    return asset.raw;
  };

  // Bytes that the program shall take under a name of theirs.
  Inkling.giveAsset = (name, raw) => { assets.set(name, { state: states.ready, raw }); };

  // --- For the page's scripts --------------------------------------------------------------------------

  // Resolves when the asset may be taken.
  Inkling.loadAsset = (name) => {
    Inkling.requestAsset(name);
    return assets.get(name).done;
  };

  // The files in a font container: "INKF", version, count, then name[16], offset and length of each.
  Inkling.fontFiles = (container) => {
    const view = new DataView(container.buffer, container.byteOffset, container.byteLength);
    const files = {};
    for (let i = 0, count = view.getUint32(8, true); i < count; i++) {
      const at = 12 + 24 * i;
      const name = String.fromCharCode(...container.subarray(at, at + 16)).replace(/\0+$/, '');
      const offset = view.getUint32(at + 16, true);
      files[name] = container.subarray(offset, offset + view.getUint32(at + 20, true));
    }
    return files;
  };

  Inkling.peekAsset = (name) => assets.get(name)?.raw ?? null;
})();
