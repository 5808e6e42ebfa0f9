import { expect } from 'vitest';

/** What can be said of a value that chance or the clock made. */
export const anyDate: unknown = expect.any(Date);
export const anyText: unknown = expect.any(String);
export const textWith = (part: string): unknown => expect.stringContaining(part);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);
