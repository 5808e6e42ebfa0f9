/**
 * The header without which no control does anything: a page of another site cannot send it without being allowed to
 * first.
 */
export const CONSOLE_HEADER = 'x-lattice-canary-console';
