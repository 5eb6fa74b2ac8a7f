import { codeSpan, escapeLine, shorten } from '../comments/escape';
import type { FileFate } from '../scope/file-fate';
import { folded, foldedByReason } from './comment-list';

export function notReviewedFiles(files: readonly FileFate[], longest: number): string {
  return byReason('Not reviewed', files, 'notReviewed', longest);
}

export function skippedFiles(files: readonly FileFate[], longest: number): string {
  return byReason('Skipped', files, 'skipped', longest);
}

export function clippedFiles(files: readonly FileFate[], longest: number): string {
  const clipped = files.filter(({ state }) => state === 'clipped');
  const render = ({ path, reason = '' }: FileFate) => `${codeSpan(path)}: ${escapeLine(shorten(reason, 500))}`;
  return folded('Reviewed in part of their lines', clipped, render, longest);
}

function byReason(title: string, files: readonly FileFate[], wanted: FileFate['state'], longest: number): string {
  const reasonOf = ({ reason = '' }: FileFate) => `**${escapeLine(shorten(reason, 300))}**`;
  const render = ({ path, rule }: FileFate) => `${codeSpan(path)}${rule ? `: ${codeSpan(rule)}` : ''}`;
  const there = files.filter(({ state }) => state === wanted);
  return foldedByReason(title, there, { reasonOf, render }, longest);
}
