/** One thing that is not as it should be. */
export interface Finding {
  /** `wrong` needs mending, `note` is worth knowing, `unseen` could not be looked at. */
  readonly level: 'wrong' | 'note' | 'unseen';
  /**
   * What it is about: weights, record, aliases, concurrency, version, alarms, answers, rules, topic, targets, stack,
   * template, certificate.
   */
  readonly about: string;
  readonly text: string;
  /** Commands to paste, in order, that mend it; none where waiting or reading is all there is to do. */
  readonly mend: readonly string[];
}

/** How commands begin that look at the same place. */
export interface Commands {
  readonly aws: string;
  readonly own: (rest: string) => string;
}

export const wrong = (about: string, text: string, ...mend: readonly string[]): Finding => ({
  level: 'wrong',
  about,
  text,
  mend,
});
export const note = (about: string, text: string, ...mend: readonly string[]): Finding => ({
  level: 'note',
  about,
  text,
  mend,
});

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
