import * as adoption from '../../../../handlers/ports/aws/wired/adoption.ts';
import * as announcer from '../../../../handlers/ports/aws/wired/announcer.ts';
import * as cloudwatch from '../../../../handlers/ports/aws/wired/cloudwatch.ts';
import * as executions from '../../../../handlers/ports/aws/wired/executions.ts';
import * as lambda from '../../../../handlers/ports/aws/wired/lambda.ts';
import { existing, listener } from '../../../../handlers/ports/aws/wired/lattice.ts';
import * as records from '../../../../handlers/ports/aws/wired/records.ts';
import { wire } from '../../../../handlers/ports/aws/wired/wiring.ts';
import type { Environment } from '../../../../handlers/ports/aws/env.ts';
import type { Ports } from '../../../../handlers/ports/index.ts';
import type { Log } from '../../../../handlers/ports/logger.ts';

const ALL = { ...adoption, ...announcer, ...cloudwatch, ...executions, ...lambda, existing, listener, ...records };

/** Every port there is, as handlers have them. */
export const allPorts = (logger: Log, env?: Environment): Ports => wire(ALL, logger, env);
