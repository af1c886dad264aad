/** A formula typeset when the site was built: one node, whatever its size. */
export const Tex = ({ html, display }: { html: string; display?: boolean }) =>
  display ? (
    <div className="tex-display" dangerouslySetInnerHTML={{ __html: html }} />
  ) : (
    <span dangerouslySetInnerHTML={{ __html: html }} />
  );
