/** What a release asks a hook; docs/hooks.md has every field. */
export interface Asked {
  readonly rolloutId: string;
  readonly stage: 'before users' | 'in bake' | 'before promotion';
  readonly version: string;
  readonly weight: number;
  readonly aliases: Readonly<Record<'production' | 'canary' | 'previous', string>>;
  readonly restSeconds: number;
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

/** What it answers: Amazon ECS's contract, and a reason. */
export interface Answer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
  /** Seconds until it is asked again, of IN_PROGRESS. */
  readonly callBackDelay?: number;
  readonly reason?: string;
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

/** A setting of the function. @throws Error naming it */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}
