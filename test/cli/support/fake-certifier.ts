import type { CertifyPorts, Client, ClientAnswer, FunctionsAtOnce } from '../../../cli/certify/ports.ts';
import {
  BY_ARN,
  BY_ID,
  ERRORS,
  INVOCATIONS,
  LOGGED,
  LOGGED_ERRORS,
  OF_SERVICE,
  type Statistic,
} from '../../../cli/certify/statistics.ts';

const MINUTE_MS = 60_000;
/** Counted of the target group, by status too. */
const OF_GROUP = [BY_ID, 'HTTPCode_2XX_Count Sum'];

export const answer = (status: ClientAnswer['status'], release: string, fields: object = {}): ClientAnswer => ({
  status,
  release,
  body: JSON.stringify({ ...(release !== '' && { release }), ...fields }),
});

/** What the sample's release answers. */
export function sampleAnswers(path: string, release = '1.0.0'): ClientAnswer {
  return path.startsWith('/hello')
    ? answer(200, release, { message: 'Hello, canary-certify!' })
    : answer(404, release, { error: `no such path: ${path}`, paths: ['/hello', '/health'] });
}

/** The sample behind VPC Lattice, and a CloudWatch that counts what is asked. Fields may be changed at any time. */
export class FakeCertifier implements CertifyPorts {
  /** Told when the connection was made where it is one that is kept. */
  answers: (path: string, connectedAt?: number) => ClientAnswer | Error = (path) => sampleAnswers(path);
  /** Kept connections that were closed again. */
  closed = 0;
  descriptions: Record<string, string> = {
    '1': 'Service behind VPC Lattice, release 1.0.0',
    '2': 'Service behind VPC Lattice, release 2.1.0-throws',
  };
  writtenAt: Date | undefined;
  /** Under what value target groups report. */
  groupsBy: 'id' | 'ARN' | 'nothing' = 'id';
  listed: readonly string[] = [];
  /** Whether access logs count answers. */
  logged = true;
  /** Seconds from a minute's end until a statistic of it is there. */
  lateSeconds: (label: string) => number = () => 20;
  /** What a statistic says at a moment, of what was counted. */
  revised: (label: string, value: number, secondsAfter: number) => number = (_, value) => value;
  atOnce: FunctionsAtOnce | Error = { account: 1_000, unreserved: 900 };
  throttled: Record<string, number> = {};
  private readonly clock: { readonly nowAt: number };
  private readonly asked = new Map<number, number>();

  constructor(clock: { readonly nowAt: number }) {
    this.clock = clock;
  }

  async listener() {
    return { writtenAt: this.writtenAt, protocol: 'https' as const };
  }

  async groupsListed() {
    return this.listed;
  }

  async description(version: string) {
    return this.descriptions[version] ?? '';
  }

  async functionsAtOnce() {
    if (this.atOnce instanceof Error) throw this.atOnce;
    return this.atOnce;
  }

  client(): Client {
    return {
      get: async (path) => this.ask(path),
      keep: () => {
        const connection = {};
        const first = this.clock.nowAt;
        return {
          get: async (path) => ({ ...this.ask(path, first), connection }),
          close: () => void (this.closed += 1),
        };
      },
    };
  }

  private ask(path: string, connectedAt?: number): ClientAnswer {
    const minute = Math.floor(this.clock.nowAt / MINUTE_MS) * MINUTE_MS;
    this.asked.set(minute, (this.asked.get(minute) ?? 0) + 1);
    const given = this.answers(path, connectedAt);
    if (given instanceof Error) throw given;
    return given;
  }

  async read(statistics: readonly Statistic[]) {
    return new Map(statistics.map(({ label }) => [label, this.valuesOf(label)]));
  }

  calls() {
    return { sent: 7, throttled: this.throttled };
  }

  private valuesOf(label: string): ReadonlyMap<number, number> {
    if (!this.isCounted(label)) return new Map();
    const values = [...this.asked].flatMap(([minute, count]): [number, number][] => {
      const after = (this.clock.nowAt - minute - MINUTE_MS) / 1000;
      return after < this.lateSeconds(label) ? [] : [[minute, this.revised(label, count, after)]];
    });
    return new Map(values);
  }

  private isCounted(label: string): boolean {
    if (OF_GROUP.includes(label)) return this.groupsBy === 'id';
    if (label === BY_ARN) return this.groupsBy === 'ARN';
    if (label === LOGGED || label === LOGGED_ERRORS) return this.logged;
    return label === OF_SERVICE || label === INVOCATIONS || label === ERRORS || /^(Errors|Duration) /.test(label);
  }
}
