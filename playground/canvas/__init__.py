"""The network canvas: designer and live view in one."""
