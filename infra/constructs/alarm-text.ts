/** The longest description that CloudWatch takes. */
const MAX_LENGTH = 1024;

export interface AlarmText {
  /** What happened. */
  readonly description: string;
  /** Where to look. */
  readonly investigation: string;
  /** What to do. */
  readonly resolution: string;
  /** Heading of the alarm's entry in RUNBOOK.md: the alarm's name without the service's. */
  readonly entry: string;
}

/**
 * What an alarm carries in its description: the runbook entry in short, and where it is in full. Literal text only: a
 * token would tie the alarm to what it names.
 */
export function alarmText(text: AlarmText): string {
  const lines =
    `Description: ${text.description}\nInvestigation: ${text.investigation}\nResolution: ` +
    `${text.resolution}\nRUNBOOK.md#${text.entry}`;
  if (lines.length > MAX_LENGTH)
    throw new Error(`an alarm description holds ${MAX_LENGTH} characters, got ${lines.length}: ${lines}`);
  return lines;
}
