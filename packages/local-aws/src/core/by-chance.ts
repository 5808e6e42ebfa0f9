/** A whole number from `min` to `max`, as if by chance; for the same text the same in each run. */
export function byChance(text: string, min: number, max: number): number {
  // FNV-1a, then the mixing of MurmurHash3, so that texts that end alike come apart.
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return min + (((hash ^ (hash >>> 16)) >>> 0) % (max - min + 1));
}
