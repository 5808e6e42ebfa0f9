/** The longest description that CloudWatch takes. */
const MAX_LENGTH = 1024;

export interface AlarmText {
  /** What happened. */
  readonly description: string;
  /** Where to look. */
  readonly investigation: string;
  /** What to do. */
  readonly resolution: string;
}

/** The runbook entry that an alarm carries in its description. Literal text only: a token would tie the alarm to what it names. */
export function alarmText(text: AlarmText): string {
  const lines = `Description: ${text.description}\nInvestigation: ${text.investigation}\nResolution: ${text.resolution}`;
  if (lines.length > MAX_LENGTH) throw new Error(`an alarm description holds ${MAX_LENGTH} characters, got ${lines.length}: ${lines}`);
  return lines;
}
