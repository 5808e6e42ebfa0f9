import type { Statistic } from './statistics.ts';

/** What a client got: a status, or nothing but a closed connection. */
export interface ClientAnswer {
  readonly status: number | 'closed';
  /** What the header `x-release` says; '' where there is none. */
  readonly release: string;
  readonly body: string;
}

/** A connection that is kept between requests, and opened again when it was closed. */
export interface KeptConnection {
  /** @throws as a client does */
  get(path: string): Promise<ClientAnswer & { readonly connection: object }>;
  close(): void;
}

/** A client of the service that stands where the program runs. */
export interface Client {
  /**
   * Asks once, over a connection of its own. A connection that is closed is an answer too.
   * @throws Refused where the name does not resolve or nobody listens
   */
  get(path: string): Promise<ClientAnswer>;
  /** Opened with the first request. Answers that came over the same connection tell the same object. */
  keep(): KeptConnection;
}

/** Where the service is: protocol of its listener, and the name that the stack's output has. */
export interface Address {
  readonly protocol: 'http' | 'https';
  readonly name: string;
}

/** Values of each statistic by its label, and by the beginning of the minute. */
export type Series = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** What one call of an API came to. */
export interface Calls {
  /** Requests that were sent, tries after the first counted in. */
  readonly sent: number;
  /** Those that were refused for being too many, by `Service Operation`. */
  readonly throttled: Readonly<Record<string, number>>;
}

/** How many functions may run at once in the account and Region. */
export interface FunctionsAtOnce {
  readonly account: number;
  /** Of those, shared by all functions that have none reserved. */
  readonly unreserved: number;
}

/** What certifying asks of the world beside what other commands do. */
export interface CertifyPorts {
  /** When the listener was last written, as VPC Lattice itself tells it, and how it is asked. */
  listener(): Promise<{ readonly writtenAt: Date | undefined; readonly protocol: Address['protocol'] }>;
  /** Values of the dimension `TargetGroup` under which requests are counted; some 15 minutes late. */
  groupsListed(): Promise<readonly string[]>;
  /** Statistics that CloudWatch refuses to answer are left out. */
  read(statistics: readonly Statistic[], from: Date, to: Date): Promise<Series>;
  /** What the function's version says of itself. */
  description(version: string): Promise<string>;
  functionsAtOnce(): Promise<FunctionsAtOnce>;
  client(address: Address): Client;
  /** All that were made so far. */
  calls(): Calls;
}
