import { join } from 'node:path';
import type { VirtualCloud } from 'local-aws';
import type { Execution } from 'local-aws/states';
import type { AuthorizedCall } from 'local-aws';
import { FunctionLogs, handlerOf } from './function-logs.ts';
import { type Moment, momentOf, momentOfCall } from './moments.ts';

/** Remembers what happens in a cloud. */
export class Witness {
  moments: readonly Moment[] = [];
  weights = { production: 100, canary: 0 };
  /** How often the watchdog has looked at the record. */
  looks = 0;
  private readonly cloud: VirtualCloud;
  private readonly logs: FunctionLogs;
  private earlier: ReadonlySet<Execution> = new Set();

  constructor(cloud: VirtualCloud, outDir: string) {
    this.cloud = cloud;
    this.logs = new FunctionLogs(join(outDir, 'logs'));
    cloud.machines.onTransition((transition) => this.note(momentOf(transition)));
    cloud.lattice.onWeights(({ groups }) => {
      const id = cloud.outputs['CanaryTargetGroupId'];
      const canary = groups.find(({ targetGroupId }) => targetGroupId === id)?.weight ?? 0;
      this.weights = { production: groups.reduce((sum, { weight }) => sum + weight, -canary), canary };
      this.note({ what: 'weights', ...this.weights });
    });
  }

  /** A call over the endpoint. */
  hear(call: AuthorizedCall): void {
    this.note(momentOfCall(call));
    if (call.operation === 'GetItem' && handlerOf(call.caller.session ?? '') === 'Watchdog') this.looks += 1;
  }

  note(moment: Moment | undefined): void {
    if (moment !== undefined) this.moments = [...this.moments, moment];
  }

  /** What happened before is forgotten. */
  begin(): void {
    this.moments = [];
    this.logs.complaints();
    this.earlier = new Set(this.allExecutions());
  }

  /** Those that were started since the beginning. */
  executions(): readonly Execution[] {
    return this.allExecutions().filter((execution) => !this.earlier.has(execution));
  }

  running(): number {
    return this.allExecutions().filter(({ status }) => status === 'RUNNING').length;
  }

  /** Errors that functions logged since the last look. */
  complaints(): readonly string[] {
    return this.logs.complaints();
  }

  /** Requests for a rollback that went to a dead-letter queue. */
  undelivered(): number {
    const { clock, queues } = this.cloud;
    return queues.all().reduce((sum, queue) => sum + queue.counts(clock.now()).visible, 0);
  }

  private allExecutions(): readonly Execution[] {
    const { machines } = this.cloud;
    return machines.listMachines().flatMap(({ arn }) => machines.listExecutions(arn));
  }
}
