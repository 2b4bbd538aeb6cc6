// Calls trainBatch(firstSample) for batch after batch until the time is over; a tenth of it warms up.
export async function rate({ batch }, count, seconds, trainBatch) {
  const last = count - count % batch;
  let at = 0;
  const run = async (span) => {
    const start = performance.now();
    let done = 0, taken = 0;
    do {
      await trainBatch(at);
      at = (at + batch) % last;
      done += batch;
      taken = (performance.now() - start) / 1000;
    } while (taken < span);
    return done / taken;
  };
  await run(seconds / 10);
  return run(seconds);
}
