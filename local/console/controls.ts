import { type Cloud, type Operations, OPERATOR } from 'local-aws';
import { type Call, callOf, type Control } from './model/commands.ts';

/** Publishes another release of the deployed app. */
export interface Publisher {
  /** What can be published. */
  readonly releases: readonly string[];
  /** Rejects when the app or the deployment fails; the stack is as before then. */
  publish(release: string): Promise<void>;
}

/** Does what a person asked for on the page, through the same operations as the AWS CLI reaches. */
export class Controls {
  private readonly cloud: Pick<Cloud, 'clock' | 'operations'>;
  private readonly publisher: Publisher | undefined;
  /** What takes a while and is under way; undefined when nothing is. */
  busy: string | undefined;

  constructor(cloud: Pick<Cloud, 'clock' | 'operations'>, publisher: Publisher | undefined) {
    this.cloud = cloud;
    this.publisher = publisher;
  }

  get releases(): readonly string[] {
    return this.publisher?.releases ?? [];
  }

  /**
   * @returns what AWS answers; `{}` where there is no such call
   * @throws AwsError, or Error when a release cannot be published
   */
  async perform(control: Control): Promise<object> {
    const call = callOf(control);
    if (call !== undefined) return this.operation(call)({ ...call.input }, OPERATOR);
    if (control.kind === 'speed') this.cloud.clock.setSpeed(control.speed);
    if (control.kind === 'publish') await this.publish(control.release);
    return {};
  }

  private async publish(release: string): Promise<void> {
    if (!this.publisher?.releases.includes(release))
      throw new Error(`there is no release ${release}; there are ${this.releases.join(', ') || 'none'}`);
    if (this.busy !== undefined) throw new Error(`wait a moment: still ${this.busy}`);
    this.busy = `deploying ${release}`;
    try {
      await this.publisher.publish(release);
    } finally {
      this.busy = undefined;
    }
  }

  private operation({ service, operation }: Call): Operations[string] {
    const { monitoring, sns, states } = this.cloud.operations;
    const services: Readonly<Record<Call['service'], Operations>> = {
      stepfunctions: states,
      sns,
      cloudwatch: monitoring,
    };
    const found = services[service][operation];
    if (found === undefined) throw new Error(`the local cloud does not have ${operation} of ${service}`);
    return found;
  }
}
