/** Arrows against the list, for a while. A row that names a file which no longer needs it fails the check. */
export interface Exception {
  /** Each of them has the import. */
  readonly files: readonly string[];
  /** The file that is imported. */
  readonly imports: string;
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [];
