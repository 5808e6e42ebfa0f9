export { type Database, startDatabase } from './dynamodb/database.ts';
export { lambdaOperations } from './lambda/operations.ts';
export { Registry } from './lambda/registry.ts';
export { latticeOperations } from './lattice/operations.ts';
export { type Endpoint, startEndpoint } from './wire/endpoint.ts';
