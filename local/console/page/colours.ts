/** As many as the style sheet has colours for versions; a version keeps its own wherever it is shown. */
const COLOURS = 6;

/** Number of a version's colour in the style sheet; `none` for what no version answered. */
export function colourOf(version: string): string {
  return version === '' ? 'none' : String(Number(version) % COLOURS);
}
