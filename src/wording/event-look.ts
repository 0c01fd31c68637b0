import {isBad, type Occurrence} from '../store/event-entry.js';
import type {StateGlyph, Tone} from './display-state.js';

/** What an entry looks like beside its text. */
interface EventLook {
  /** Null: nothing that one has to look at. */
  readonly glyph: StateGlyph | null;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<Occurrence['kind'], EventLook>> = {
  'job-began': {glyph: 'changing', tone: 'changing'},
  'job-ended': {glyph: 'ready', tone: 'healthy'},
  note: {glyph: 'changing', tone: 'normal'},
  joined: {glyph: null, tone: 'normal'},
  left: {glyph: null, tone: 'normal'},
  online: {glyph: 'online', tone: 'healthy'},
  stale: {glyph: 'stale', tone: 'changing'},
  offline: {glyph: 'offline', tone: 'failing'},
  'read-failed': {glyph: 'alarm', tone: 'failing'},
  'same-circusd': {glyph: 'alarm', tone: 'failing'},
  'leaves-out': {glyph: 'unknown', tone: 'unknown'},
  'left-out': {glyph: 'unknown', tone: 'unknown'},
  'may-be-missing': {glyph: 'unknown', tone: 'unknown'},
  'other-machine': {glyph: 'alarm', tone: 'alarm'},
  'machine-trusted': {glyph: null, tone: 'normal'},
  added: {glyph: null, tone: 'normal'},
  removed: {glyph: null, tone: 'normal'},
  started: {glyph: 'running', tone: 'healthy'},
  stopped: {glyph: 'stopped', tone: 'dim'},
  updated: {glyph: null, tone: 'normal'},
  reloaded: {glyph: null, tone: 'normal'},
  spawned: {glyph: null, tone: 'normal'},
  done: {glyph: 'stopped', tone: 'dim'},
  crashed: {glyph: 'down', tone: 'failing'},
  'died-after-ok': {glyph: 'down', tone: 'failing'},
  'hook-failed': {glyph: 'alarm', tone: 'failing'},
  'signal-sent': {glyph: null, tone: 'normal'},
  configured: {glyph: null, tone: 'normal'},
};

const FAILED: EventLook = {glyph: 'down', tone: 'failing'};

/** The glyph and tone of what happened; what is bad has both. */
export function eventLook(event: Occurrence): EventLook {
  return event.kind === 'job-ended' && isBad(event) ? FAILED : LOOKS[event.kind];
}
