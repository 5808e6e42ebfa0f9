/**
 * The protocol searched state by state: the real handlers and the synthesized definition, every order of their calls.
 */
export { exploreModel as explore, type Exploration, type ExploreOptions, type Found } from './explore.ts';
export { deepScenarios, quickScenarios } from './scenarios.ts';
