/**
 * Each place of a list once, in an order of which every beginning is spread evenly over the list: the places' bits
 * reversed (van der Corput's sequence).
 * @param seed where it begins
 */
export function* spreadOver(length: number, seed: number): Generator<number> {
  const bits = Math.ceil(Math.log2(Math.max(length, 1)));
  for (let n = 0; n < 2 ** bits; n++) {
    const place = reversed(n, bits);
    if (place < length) yield (place + Math.abs(seed)) % length;
  }
}

function reversed(n: number, bits: number): number {
  let [from, to] = [n, 0];
  for (let bit = 0; bit < bits; bit++) [from, to] = [from >> 1, (to << 1) | (from & 1)];
  return to;
}
