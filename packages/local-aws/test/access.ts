export { accessOf, PLACE } from '../src/testing/access.ts';
