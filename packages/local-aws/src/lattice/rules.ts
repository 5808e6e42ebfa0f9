import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { Follower } from '../core/follower.ts';
import type { Random } from '../core/random.ts';
import type { Forwarding } from './belonging.ts';
import { Collection } from './collection.ts';
import type { Entity, Listener, Rule, RuleDefinition, Service } from './model.ts';
import { checkName } from './names.ts';
import { type Matched, matches } from './rule-match.ts';
import { Splitter, type WeightedGroup } from './splitter.ts';

/** "Rules per listener", which can be raised; an older page says 5 (VPC Lattice quotas). */
export const MOST_RULES = 10;

/** What rules need of VPC Lattice around them. */
interface Around {
  readonly propagationMs: number;
  entity(prefix: string, path: (id: string) => string, name: string): Entity;
  checkedGroups(service: Service, groups: readonly WeightedGroup[]): readonly WeightedGroup[];
}

/**
 * The rules of all listeners. "Rules are evaluated in priority order, from the lowest value to the highest value. The
 * default rule is evaluated last" (VPC Lattice user guide). As with weights, requests follow what is written after the
 * propagation delay.
 */
export class Rules {
  private readonly collection = new Collection<Rule>('RULE');
  private readonly lattice: Around;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly partsLagMs: readonly number[];

  constructor(lattice: Around, clock: Clock, random: Random, partsLagMs: readonly number[]) {
    this.lattice = lattice;
    this.clock = clock;
    this.random = random;
    this.partsLagMs = partsLagMs;
  }

  /**
   * @throws AwsError ValidationException, ResourceNotFoundException; ConflictException for a name or a priority that is
   * taken; ServiceQuotaExceededException for one rule too many
   */
  create(listener: Listener, name: string, given: RuleDefinition): Rule {
    const siblings = this.of(listener);
    checkName('RULE', name, siblings);
    requireFreePriority(given, siblings);
    if (siblings.length >= MOST_RULES)
      throw new AwsError(
        'ServiceQuotaExceededException',
        `listener ${listener.id} has ${siblings.length} rules, and no more than ${MOST_RULES} are allowed`,
        402,
      );
    const definition = this.checked(listener, given);
    const { service } = listener;
    const path = (id: string) => `service/${service.id}/listener/${listener.id}/rule/${id}`;
    const rule = this.collection.add({
      ...this.lattice.entity('rule', path, name),
      listener,
      definition,
      followed: new Follower<RuleDefinition | undefined>(undefined),
      splitter: new Splitter(definition.groups, this.random, this.partsLagMs.length),
    });
    rule.followed.write(definition, this.clock.now() + this.lattice.propagationMs);
    return rule;
  }

  /** Changes what is given and leaves the rest. @throws AwsError as `create` does */
  update(rule: Rule, given: Partial<RuleDefinition>): void {
    const changed = { ...rule.definition, ...given };
    requireFreePriority(
      changed,
      this.of(rule.listener).filter((each) => each !== rule),
    );
    const now = this.clock.now();
    const appliesAt = now + this.lattice.propagationMs;
    rule.definition = this.checked(rule.listener, changed);
    rule.lastUpdatedAt = new Date(now);
    rule.followed.write(rule.definition, appliesAt);
    rule.splitter.write(rule.definition.groups, ...this.partsLagMs.map((lagMs) => appliesAt + lagMs));
  }

  delete(identifier: string): void {
    this.collection.delete(identifier);
  }

  /** @throws AwsError ResourceNotFoundException, also for the rule of another listener */
  get(identifier: string, listener?: Listener): Rule {
    const rule = this.collection.get(identifier);
    if (listener !== undefined && rule.listener !== listener)
      throw new AwsError('ResourceNotFoundException', `RULE ${identifier} not found`, 404);
    return rule;
  }

  /** In the order in which they are looked at. */
  of(listener: Listener): readonly Rule[] {
    const own = this.collection.all().filter((rule) => rule.listener === listener);
    return own.sort((a, b) => a.definition.priority - b.definition.priority);
  }

  /** Whether there is none at all. */
  get none(): boolean {
    return this.collection.size === 0;
  }

  /** The rule that a request meets; undefined leaves it to the default action. */
  met(listener: Listener, request: Matched, now: number): Rule | undefined {
    const inForce = this.of(listener).flatMap((rule) => {
      const followed = rule.followed.at(now);
      return followed === undefined ? [] : { rule, followed };
    });
    return inForce
      .sort((a, b) => a.followed.priority - b.followed.priority)
      .find(({ followed }) => matches(followed.match, request))?.rule;
  }

  forwarding(): readonly Forwarding[] {
    return this.collection
      .all()
      .map(({ id, listener, definition }) => ({ kind: 'rule', id, service: listener.service, ...definition }));
  }

  private checked(listener: Listener, given: RuleDefinition): RuleDefinition {
    return { ...given, groups: this.lattice.checkedGroups(listener.service, given.groups) };
  }
}

/** "A listener can't have multiple rules with the same priority" (RuleUpdate). That the code is this one is a guess. */
function requireFreePriority({ priority }: RuleDefinition, others: readonly Rule[]): void {
  const other = others.find(({ definition }) => definition.priority === priority);
  if (other !== undefined)
    throw new AwsError('ConflictException', `rule ${other.id} has priority ${priority} already`, 409);
}
