import { z } from 'zod';
import { servicesOf } from '../src/catalogue.ts';
import { operationAt, type Service, type ServedOperation } from '../src/core/service.ts';
import type { Operation } from '../src/core/types.ts';

export { callTo } from '../src/testing/call.ts';

/** Every service as it describes itself, with nothing behind it. */
export const SERVICES = servicesOf({} as Parameters<typeof servicesOf>[0]);

/** Of an operation that the service does not have. */
const MADE_UP: Omit<ServedOperation, 'call'> = { action: 'made:Up', needs: () => [], input: z.looseObject({}) };

/** A service with these operations and no other, each answered by what stands for it; inputs are not checked. */
export function stubbed(service: Service, answers: Readonly<Record<string, Operation>>): Service {
  const operations = Object.entries(answers).map(([name, call]) => {
    return [name, { ...(operationAt(service.operations, name) ?? MADE_UP), call }] as const;
  });
  return { ...service, operations: Object.fromEntries(operations) };
}
