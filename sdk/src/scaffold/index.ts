export { namesOf } from './names.ts';
export { writePlugin, type Written } from './newPlugin.ts';
