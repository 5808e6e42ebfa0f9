/** Exit statuses of every command, as shells and pipelines read them. */
export const Status = {
  /** Promoted, or whatever was asked for was done. */
  ok: 0,
  /** The release was rolled back; a doctor's finding; a version that Lambda would not delete. */
  rolledBack: 1,
  /** Refused by name, before anything was touched. */
  refused: 2,
  /** AWS could not be asked: network, credentials, permissions, no such stack. */
  failed: 3,
  /** A rollback could not be carried through: a person must look. */
  needsPerson: 4,
  /** The command line cannot be used (EX_USAGE of sysexits.h). */
  usage: 64,
  /** Ctrl-C (128 + SIGINT); what was watched goes on. */
  interrupted: 130,
  /** Whoever read the output went away (128 + SIGPIPE). */
  closedPipe: 141,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** For every `--help`. */
export const STATUS_HELP = `Exit status:
  0    promoted, or done as asked
  1    rolled back; doctor: something needs mending; prune: Lambda kept a version
  2    refused, before anything was touched
  3    AWS could not be asked: network, credentials, permissions, no such stack
  4    a rollback could not be carried through: a person must look
  64   the command line cannot be used
  130  Ctrl-C; what was watched goes on`;
