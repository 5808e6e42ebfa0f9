import type { Caller, Place } from '../core/types.ts';
import { eventContext } from './event.ts';
import type { Service, TargetGroup } from './model.ts';

/** What all requests to a service that go to one target group have in common. */
export interface Route {
  readonly serviceArn: string;
  readonly serviceNetworkArn: string;
  /** Who invokes the function. */
  readonly caller: Caller;
  /** For `latticeEvent`. */
  readonly context: string;
}

/** Routes, made once and kept for as long as they are the same. */
export class Routes {
  /** Where clients are, as far as anybody is told. */
  readonly sourceVpcArn: string;
  private readonly region: string;
  private readonly known = new WeakMap<TargetGroup, Route>();

  constructor({ region, account }: Place) {
    this.region = region;
    this.sourceVpcArn = `arn:aws:ec2:${region}:${account}:vpc/vpc-00000000000000000`;
  }

  of({ arn: serviceArn }: Service, serviceNetworkArn: string, group: TargetGroup): Route {
    const known = this.known.get(group);
    if (known?.serviceArn === serviceArn && known.serviceNetworkArn === serviceNetworkArn) return known;
    const { region, sourceVpcArn } = this;
    const targetGroupArn = group.arn;
    const route: Route = {
      serviceArn,
      serviceNetworkArn,
      caller: { principal: 'vpc-lattice.amazonaws.com', sourceArn: targetGroupArn },
      context: eventContext({ serviceNetworkArn, serviceArn, targetGroupArn, region, sourceVpcArn }),
    };
    this.known.set(group, route);
    return route;
  }
}
