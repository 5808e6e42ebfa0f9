/** Lines of cells beneath their header, the first column to the left and the others to the right, a rule between. */
export function inColumns(header: readonly string[], ...parts: readonly (readonly (readonly string[])[])[]): string {
  const all = [header, ...parts.flat()];
  const widths = header.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const print = (line: readonly string[]) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [[header], ...parts].map((lines) => lines.map(print).join('\n')).join(`\n${rule}\n`);
}
