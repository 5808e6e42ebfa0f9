import type { Command } from 'commander';
import { executionName } from '../rollout/execution.ts';
import type { ClientSettings, Environment, Where } from './connection.ts';
import type { Cloud, ServicePorts } from './ports.ts';
import type { Found, Service } from './services.ts';
import type { Status } from './status.ts';
import type { Terminal } from './terminal.ts';

/** What the program is run on: a process, or a test. */
export interface Host {
  readonly terminal: Terminal;
  readonly env: Environment;
  /** How people call this program: `npm run canary --`, `lattice-canary`. */
  readonly program: string;
  /** Of this program, such as `0.1.0`. */
  readonly version: string;
  readonly connect: (settings: ClientSettings) => Cloud;
  /** Resolves after so many milliseconds of the wall's; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** In the folder that the program was started in. */
  readonly files: Files;
}

export interface Files {
  /** undefined where there is none. `-` is what was piped in. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
}

/** What a command works with once it is known which service is meant. */
export interface Context {
  readonly host: Host;
  readonly terminal: Terminal;
  readonly where: Where;
  readonly cloud: Cloud;
  readonly service: Service;
  readonly ports: ServicePorts;
  /** One line for people. */
  readonly say: (line: string) => void;
  /** How an AWS CLI command begins that looks at the same place. */
  readonly aws: string;
  /** A command of this program that looks at the same place. */
  readonly own: (rest: string) => string;
  /** Waits between two looks: longer where each look is asked of AWS. */
  readonly pause: () => Promise<void>;
}

/** What a command has that may do without any service. */
export interface Beginning extends Pick<Context, 'host' | 'say'> {
  /** Looks for the service that its options name. @throws as `findService` does */
  find: () => Promise<Context>;
  /** Looks for every service of the account and Region, or of the stack that the options name. */
  findAll: () => Promise<readonly (Context | Exclude<Found, Service>)[]>;
}

/** Runs an action of a command, and keeps its exit status. */
export type Runner<From = Context> = (
  command: Command,
  action: (from: From, options: never) => Promise<Status>,
) => void;

/** What people know an execution by where several are listed. */
export function shortName(arn: string): string {
  const name = executionName(arn);
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(name) ? name.slice(0, 8) : name;
}
