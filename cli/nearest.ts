/** Farther away than this share of its length, a word was not meant. */
const NEAR = 0.5;

/** The candidate that is meant most likely; undefined when none is near. Numbers are compared as numbers. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const value = Number(word);
  const numbers = candidates.map(Number);
  if (word.trim() !== '' && !Number.isNaN(value) && candidates.length > 0 && !numbers.some(Number.isNaN)) {
    return String(numbers.reduce((best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best)));
  }
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance: far }) => far <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) * NEAR)),
    )
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

/** `; did you mean 30?` or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** Levenshtein: how many letters must be put in, left out or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  from.split('').forEach((letter, i) => {
    const next = [i + 1];
    to.split('').forEach((other, j) => {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    });
    row = next;
  });
  return row[to.length] ?? 0;
}
