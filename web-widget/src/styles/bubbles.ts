/** Who says what is told by side, shape, edge, mark and words; colour only helps. */
import { css } from "lit";

export const bubbles = css`
  .log {
    flex: 1 1 auto;
    min-height: 0;
    padding: 16px 14px 20px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .log:focus-visible {
    outline-offset: -4px;
    box-shadow: none;
  }

  .bubbles {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }

  .bubble {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-width: 100%;
    animation: appear 180ms ease-out;
  }

  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }

  .bubble.first:not(:first-child) {
    margin-top: 10px;
  }

  .who {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-bottom: 4px;
    color: var(--soft);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .who.unseen {
    margin: -1px;
  }

  .bot .who .icon {
    color: var(--accent);
  }

  .words {
    max-width: min(100%, 34em);
    padding: 10px 14px;
    border: 1px solid var(--line);
    border-radius: 4px 18px 18px 18px;
    background: var(--surface);
    overflow-wrap: anywhere;
  }

  .text {
    white-space: pre-line;
  }

  .text + .text {
    margin-top: 10px;
  }

  .summary {
    display: grid;
    gap: 6px;
    margin: 8px 0;
    padding-left: 12px;
    border-left: 4px solid var(--sun);
  }

  .visitor {
    align-items: flex-end;
    padding-left: 12%;
  }

  .visitor .words {
    border-color: var(--own);
    border-radius: 18px 18px 4px 18px;
    background: var(--own);
    color: var(--on-own);
  }

  .underway .words {
    border: 2px dashed var(--accent);
    background: var(--surface);
    color: var(--ink);
  }

  .sending {
    margin-top: 2px;
    color: var(--soft);
    font-size: 0.8125em;
  }

  .sending.soon {
    animation: later 600ms;
  }

  @keyframes later {
    from,
    99% {
      visibility: hidden;
    }
  }

  .staff .words {
    border: 2px solid var(--accent);
    border-left-width: 8px;
    border-radius: 4px 18px 18px 4px;
  }

  .staff .who {
    color: var(--ink);
  }

  .system {
    align-items: center;
    text-align: center;
  }

  .system .words {
    border: 1px dashed var(--edge);
    border-radius: 8px;
    background: transparent;
    font-size: 0.9375em;
  }

  .system .routes {
    text-align: left;
  }

  .number {
    white-space: nowrap;
  }

  .danger .words {
    border: 2px solid var(--danger);
    border-left-width: 8px;
    border-radius: 4px 18px 18px 4px;
    background: var(--danger-ground);
  }

  .alarm {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 6px;
    color: var(--danger);
    font-weight: 700;
  }

  .bubble > .quiet {
    margin-top: 8px;
  }

  .replies {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 14px;
  }

  .reply {
    min-width: 44px;
    min-height: 44px;
    padding: 8px 16px;
    border: 2px solid var(--accent);
    border-radius: 22px;
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
    text-align: left;
    overflow-wrap: anywhere;
  }

  .reply:hover {
    background: var(--tint);
  }

  .reply[aria-disabled="true"] {
    opacity: 0.6;
    cursor: progress;
  }

  .invite {
    margin-top: 16px;
  }

  .others {
    margin-top: 14px;
    color: var(--soft);
    font-size: 0.875em;
    font-weight: 600;
  }

  .others + .replies {
    margin-top: 6px;
  }

  .newest {
    z-index: 1;
    display: inline-flex;
    flex: none;
    align-items: center;
    align-self: center;
    gap: 6px;
    min-height: 40px;
    margin: -8px 0 6px;
    padding: 4px 16px;
    border: 2px solid var(--accent);
    border-radius: 20px;
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
    box-shadow: var(--fds-shadow);
  }

  @media (max-width: 26rem) {
    .log {
      padding: 8px 14px 10px;
      line-height: 1.4;
    }

    .bubbles {
      gap: 6px;
    }

    .words {
      padding: 8px 12px;
    }

    .replies {
      gap: 6px;
      margin-top: 10px;
    }

    .reply {
      min-height: 40px;
      padding: 6px 8px;
      font-size: 0.875em;
    }
  }

  @media (max-height: 30rem) {
    .log {
      overflow: visible;
    }

    .newest {
      position: sticky;
      bottom: 8px;
    }

    .newest.more {
      display: none;
    }
  }
`;
