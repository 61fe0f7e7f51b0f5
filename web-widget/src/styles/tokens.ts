/**
 * Colours, spacing and shadows. Values named fds come from Det Fælles Designsystem (dkfds 11, MIT); its steps of 8 px and its
 * shadows are kept, its rounding is not. A page may set --vejviser-accent, --vejviser-accent-deep, --vejviser-own and
 * --vejviser-font. Each pair of text and ground has at least 4.5:1, each edge of a control 3:1.
 */
import { css } from "lit";

export const tokens = css`
  :host {
    --fds-green-800: #016c59;
    --fds-green-900: #014636;
    --fds-orange-700: #febb30;
    --fds-orange-100: #ffeecc;
    --fds-red-700: #cc0000;
    --fds-red-100: #ffe0e0;
    --fds-gray-900: #1a1a1a;
    --fds-shadow: 0 8px 24px rgb(0 0 0 / 22%);

    --accent: var(--vejviser-accent, var(--fds-green-800));
    --deep: var(--vejviser-accent-deep, var(--fds-green-900));
    --on-deep: #fff;
    --accent-strip: rgb(255 255 255 / 10%);
    --own: var(--vejviser-own, var(--accent));
    --on-own: #fff;
    --sun: var(--fds-orange-700);
    --on-sun: var(--fds-gray-900);
    --canvas: #faf6ef;
    --surface: #fff;
    --tint: #eef4f0;
    --ink: var(--fds-gray-900);
    --soft: #57534b;
    --line: #e4dccf;
    --edge: #857f75;
    --danger: var(--fds-red-700);
    --danger-ground: #fff3f1;
    --on-danger: #fff;
    --focus: var(--fds-gray-900);
    --focus-gap: #fff;

    color-scheme: light dark;
    font-family: var(--vejviser-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
    font-size: max(1rem, 16px);
    line-height: 1.5;
    color: var(--ink);
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --accent: var(--vejviser-accent-dark, #7fd4bf);
      --deep: #0b2e26;
      --own: var(--vejviser-own-dark, #0d5d4d);
      --canvas: #101917;
      --surface: #1b2724;
      --tint: #22332e;
      --ink: #f1eee8;
      --soft: #b7c1bc;
      --line: #34453f;
      --edge: #82958d;
      --danger: #ff9c94;
      --danger-ground: #331614;
      --on-danger: #2a0806;
      --focus: #fff;
      --focus-gap: #101917;
      --fds-shadow: 0 8px 24px rgb(0 0 0 / 60%);
    }
  }
`;

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  p,
  h2,
  h3,
  ul,
  ol,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  button,
  textarea,
  input {
    font: inherit;
    color: inherit;
  }

  button {
    cursor: pointer;
  }

  [hidden] {
    display: none !important;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .icon {
    flex: none;
    width: 1.25em;
    height: 1.25em;
    fill: currentColor;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--focus-gap);
  }

  [tabindex="-1"]:focus-visible {
    outline: none;
    box-shadow: none;
  }

  .main,
  .quiet,
  .grave {
    min-height: 44px;
    padding: 8px 20px;
    border: 2px solid var(--accent);
    border-radius: 24px;
    font-weight: 600;
    text-align: center;
  }

  .main {
    background: var(--accent);
    color: var(--surface);
  }

  .quiet {
    background: transparent;
    color: var(--accent);
  }

  .grave {
    background: var(--danger);
    border-color: var(--danger);
    color: var(--on-danger);
  }

  .main:hover,
  .grave:hover {
    filter: brightness(0.9);
  }

  .quiet:hover {
    background: var(--tint);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-top: 20px;
  }
`;
