import { tellOf, type TellEvent } from './stack-events.ts';
import type { StackResource } from './stack.ts';

/** One resource that is to go; what it was called, and whether its policy keeps it. */
export interface Leftover {
  readonly logicalId: string;
  readonly resource: StackResource;
  readonly retain: boolean;
}

export interface Removal {
  readonly removed: readonly string[];
  readonly retained: readonly string[];
  /** Why others are still there, by logical id. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Removes resources, the last first: those that refer to others come after them. One that fails stops no other. */
export async function removeResources(leftovers: readonly Leftover[], tell: TellEvent): Promise<Removal> {
  const removed: string[] = [];
  const retained: string[] = [];
  const failed = new Map<string, string>();
  for (const { logicalId, resource, retain } of leftovers.toReversed()) {
    const told = tellOf(tell, logicalId, resource.provider.type, resource.deployed.ref);
    if (retain) {
      retained.push(logicalId);
      told('DELETE_SKIPPED');
      continue;
    }
    told('DELETE_IN_PROGRESS');
    try {
      await resource.provider.remove(resource.deployed);
      removed.push(logicalId);
      told('DELETE_COMPLETE');
    } catch (error) {
      const { message } = error as Error;
      failed.set(logicalId, `${logicalId} (${resource.provider.type}) could not be removed: ${message}`);
      told('DELETE_FAILED', message);
    }
  }
  return { removed, retained, failed };
}
