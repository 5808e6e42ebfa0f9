export { cloudWatchService } from './cloudwatch/service.ts';
export { type Database, startDatabase } from './dynamodb/database.ts';
export { Registry } from './lambda/registry.ts';
export { lambdaService } from './lambda/service.ts';
export { latticeService } from './lattice/service.ts';
export { statesService } from './states/service.ts';
export { type Endpoint, startEndpoint } from './wire/endpoint.ts';
