/** Launcher, panel and header; the three forms of the panel: beside the page, over the page, and on very low screens one long page. */
import { css } from "lit";

export const frame = css`
  .launcher {
    position: fixed;
    inset: auto 16px 16px auto;
    z-index: 2147483000;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    max-width: calc(100vw - 32px);
  }

  .launch {
    display: inline-flex;
    align-items: center;
    gap: 10px;
    min-height: 56px;
    padding: 8px 22px 8px 16px;
    border: 2px solid var(--deep);
    border-radius: 28px;
    background: var(--deep);
    color: var(--on-deep);
    font-weight: 600;
    line-height: 1.2;
    text-align: left;
    box-shadow: var(--fds-shadow);
    transition: transform 120ms ease-out;
  }

  .launch:hover {
    transform: translateY(-2px);
  }

  .launch .icon {
    width: 1.75em;
    height: 1.75em;
    color: var(--sun);
  }

  .unread {
    flex: none;
    white-space: nowrap;
    padding: 2px 10px;
    border-radius: 12px;
    background: var(--sun);
    color: var(--on-sun);
    font-size: 0.875em;
  }

  .exit {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 44px;
    padding: 6px 12px;
    border: 2px solid var(--sun);
    border-radius: 22px;
    background: var(--sun);
    color: var(--on-sun);
    font-size: 0.9375em;
    font-weight: 700;
    line-height: 1.15;
    text-align: left;
  }

  .exit small {
    display: block;
    font-size: 0.8125em;
    font-weight: 500;
  }

  .exit:hover {
    background: #ffd06b;
  }

  .launcher .exit {
    align-self: center;
    box-shadow: var(--fds-shadow);
  }

  .panel {
    position: fixed;
    inset: auto 16px 16px auto;
    z-index: 2147483000;
    flex-direction: column;
    width: min(26.5em, calc(100vw - 32px));
    height: min(47em, calc(100vh - 32px));
    height: min(47em, calc(100dvh - 32px));
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 20px;
    background: var(--canvas);
    color: var(--ink);
    box-shadow: var(--fds-shadow);
  }

  .panel[open] {
    display: flex;
    animation: arrive 160ms ease-out;
  }

  .panel::backdrop {
    background: transparent;
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }

  .header {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 10px 8px 0 14px;
    background: var(--deep);
    color: var(--on-deep);
  }

  .header :focus-visible {
    outline-color: #fff;
    box-shadow: none;
  }

  .title {
    display: flex;
    flex: 1 1 0;
    align-items: center;
    gap: 10px;
    min-width: 4.75em;
  }

  .mark {
    flex: none;
    color: var(--sun);
  }

  .mark .icon {
    display: block;
    width: 2em;
    height: 2em;
  }

  h2 {
    font-size: 1.1875em;
    font-weight: 700;
    line-height: 1.2;
  }

  .subtitle {
    display: flex;
    flex: 1 0 100%;
    align-items: center;
    gap: 6px;
    margin: 4px -8px 0 -14px;
    padding: 3px 14px;
    background: var(--accent-strip);
    font-size: 0.8125em;
  }

  .tools {
    display: flex;
    flex: none;
    align-items: center;
    margin-left: auto;
  }

  .tool {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 2px solid transparent;
    border-radius: 50%;
    background: transparent;
    color: inherit;
  }

  .tool.worded {
    width: auto;
    padding: 0 8px;
    border-radius: 22px;
    font-size: 0.9375em;
    font-weight: 600;
  }

  .tool:hover {
    background: rgb(255 255 255 / 16%);
  }

  .body {
    position: relative;
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    min-height: 0;
  }

  @media (max-width: 40rem), (max-height: 30rem) {
    .panel {
      inset: 0;
      width: 100%;
      height: 100vh;
      height: var(--room, 100dvh);
      border: 0;
      border-radius: 0;
    }
  }

  @media (max-width: 26rem) {
    .header {
      padding: 6px 4px 0 10px;
    }

    h2 {
      font-size: 1.0625em;
    }

    .mark {
      display: none;
    }

    .subtitle {
      margin: 2px -4px 0 -10px;
      padding-inline: 10px;
    }

    .tool {
      width: 42px;
    }

    .tool.worded {
      padding-inline: 4px;
    }

    .tools .exit {
      padding-block: 3px;
    }

    .tools .exit {
      padding-inline: 10px;
    }

    .tools .exit .icon {
      display: none;
    }
  }

  @media (max-width: 21.5rem) {
    .exit small {
      display: none;
    }

    .tools .exit {
      padding-inline: 8px;
      font-size: 0.875em;
    }

    .title {
      min-width: 4.25em;
    }
  }

  @media (max-height: 30rem) {
    .panel[open] {
      display: block;
      overflow-y: auto;
    }

    .header {
      position: sticky;
      top: 0;
      z-index: 2;
      padding-block: 2px 0;
    }
  }
`;
