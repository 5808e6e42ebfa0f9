export function whole(value: number): string {
  return value === Infinity ? 'none' : Math.round(value).toLocaleString('en-US');
}

/** Whole percents, and two digits below one. */
export function percent(share: number): string {
  const points = 100 * share;
  return `${points === 0 || points >= 1 ? Math.round(points) : Number(points.toPrecision(2))} %`;
}
